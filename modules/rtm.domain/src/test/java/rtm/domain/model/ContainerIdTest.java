package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "1f2a", "A-b_c.9", "-"})
    void lettersDigitsDotsHyphensAndUnderscoresAreAnId(String text) {
        assertThat(new ContainerId(text).value()).isEqualTo(text);
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(new ContainerId("a".repeat(128)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new ContainerId("a".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "a:b", "@", "[", "`", "{"})
    void anythingElseIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContainerId(text));
    }
}
