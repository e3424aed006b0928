package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailBufferTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "10 | ''                | ''",
                "10 | 'a,b,'            | 'a,b,'",
                "10 | 'one,two,th,'     | 'two,th,'",
                "10 | 'one,two,thr,'    | 'two,thr,'",
                "8  | 'one,two,thr,'    | 'two,thr,'",
                "7  | 'one,two,thr,'    | 'thr,'",
                "4  | 'one,two,thr,'    | 'thr,'",
                "3  | 'one,two,thr,'    | 'hr,'",
                "3  | 'one,two'         | 'two'",
                "4  | 'abcdefghij'      | 'ghij'",
            })
    void theLastWholeLinesAreKept(int most, String written, String kept) {
        for (int piece : new int[] {1, 3, 100}) {
            TailBuffer tail = new TailBuffer(most);
            byte[] bytes = lines(written).getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += piece) {
                byte[] part =
                        java.util.Arrays.copyOfRange(
                                bytes, from, Math.min(bytes.length, from + piece));
                tail.add(part, part.length);
            }
            assertThat(tail.wholeLines()).isEqualTo(lines(kept));
        }
    }

    private static String lines(String text) {
        return text.replace(',', '\n');
    }
}
