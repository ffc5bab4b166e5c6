import java.util.ArrayList;
import java.util.List;

public class Main {
    public static void main(String[] arguments) {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < 1024; i++)
            blocks.add(new byte[1 << 20]);
        System.out.println(blocks.size());
    }
}
