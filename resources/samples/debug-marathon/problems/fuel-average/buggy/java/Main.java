import java.util.Locale;
import java.util.Scanner;

public class Main {
    private int kilometres = 0;
    private int litres = 0;

    void addTrip(int tripKilometres, int tripLitres) {
        kilometres += tripKilometres;
        litres += tripLitres;
    }

    /** Litres per 100 kilometres over all trips. */
    double average() {
        return 100 * litres / kilometres;
    }

    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        Main year = new Main();

        int trips = input.nextInt();
        for (int trip = 0; trip < trips; trip++) {
            year.addTrip(input.nextInt(), input.nextInt());
        }

        System.out.println(String.format(Locale.ROOT, "%.3f", year.average()));
    }
}
