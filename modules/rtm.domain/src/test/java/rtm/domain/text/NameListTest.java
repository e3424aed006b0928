package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameListTest {

    @Test
    void theFirstFiveAreNamedAndTheOthersAreCounted() {
        assertThat(NameList.of(List.of("a"))).isEqualTo("a");
        assertThat(NameList.of(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c, d, e");
        assertThat(NameList.of(List.of("a", "b", "c", "d", "e", "f", "g")))
                .isEqualTo("a, b, c, d, e and 2 more");
    }
}
