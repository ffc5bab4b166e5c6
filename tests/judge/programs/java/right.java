import java.util.Scanner;

public class Main {
    interface Adder {
        long add(long left, long right);
    }

    public static void main(String[] arguments) {
        Scanner in = new Scanner(System.in);
        Adder adder = (left, right) -> left + right;
        int n = in.nextInt();
        long sum = 0;
        for (int i = 0; i < n; i++)
            sum = adder.add(sum, in.nextLong());
        System.out.println(sum);
    }
}
