package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GameIdTest {

    static Stream<String> longestOnes() {
        return Stream.of("a".repeat(51), "a" + "-".repeat(49) + "9");
    }

    static Stream<String> tooLongOnes() {
        return Stream.of("a".repeat(52), "a".repeat(600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "9", "game-1", "game-01HZABC", "A-b-9", "a--b"})
    @MethodSource("longestOnes")
    void lettersDigitsAndInnerHyphensPass(String text) {
        assertThat(GameId.parse(text)).contains(new GameId(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "-a",
                "a-",
                "a b",
                "a\n",
                "\na",
                "a\0",
                "a_previous",
                "a.b",
                "a/b",
                "../../etc",
                "..",
                "a:b",
                "a%2fb",
                "$(id)",
                "a;b",
                "spiel-ä",
                "ａ",
                "١",
                "a\u202eb"
            })
    @MethodSource("tooLongOnes")
    void nothingElseReachesANameAPathOrAQuery(String text) {
        assertThat(GameId.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new GameId(text));
    }

    @Test
    void aRefusalDoesNotRepeatWhatWasRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GameId("x\nforged line"))
                .withMessageNotContaining("forged");
    }

    @Test
    void nameAndEndpointFollowFromTheId() {
        GameId game = new GameId("game-01HZ");

        assertThat(game.containerName()).isEqualTo("galaxy-game-game-01HZ");
        assertThat(game.engineEndpoint()).isEqualTo("http://galaxy-game-game-01HZ:8080");
    }

    @Test
    void theLongestNameFitsALabelOfAHostName() {
        assertThat(new GameId("a".repeat(51)).containerName()).hasSize(63);
    }
}
