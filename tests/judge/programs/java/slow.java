public class Main {
    static volatile long counter = 0;
    public static void main(String[] arguments) {
        while (true)
            counter++;
    }
}
