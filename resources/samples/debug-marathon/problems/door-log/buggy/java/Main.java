import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

public class Main {
    private static List<String> readNames() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        int count = Integer.parseInt(input.readLine().trim());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(input.readLine().trim());
        }
        return names;
    }

    public static void main(String[] args) throws IOException {
        List<String> names = readNames();
        int longest = 1;
        int streaks = 0;
        int current = 1;

        for (int i = 1; i < names.size(); i++) {
            if (names.get(i) == names.get(i - 1)) {
                current++;
            } else {
                current = 1;
            }
            if (current == 2) {
                streaks++;
            }
            longest = Math.max(longest, current);
        }

        System.out.println(longest + " " + streaks);
    }
}
