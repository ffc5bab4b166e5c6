#include <iostream>
int main()
{
    while (true)
        std::cout << "more and more and more and more and more\n";
}
