import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;

public class Main {
    private static Map<String, Integer> countVotes() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        int votes = Integer.parseInt(input.readLine().trim());
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < votes; i++) {
            counts.merge(input.readLine().trim(), 1, Integer::sum);
        }
        return counts;
    }

    public static void main(String[] args) throws IOException {
        String winner = "";
        Integer most = 0;
        boolean tie = false;

        for (Map.Entry<String, Integer> entry : countVotes().entrySet()) {
            Integer votes = entry.getValue();
            if (votes.equals(most)) {
                tie = true;
            } else if (votes > most) {
                winner = entry.getKey();
                most = votes;
                tie = false;
            }
        }

        System.out.println((tie ? "tie" : winner) + " " + most);
    }
}
