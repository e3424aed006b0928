package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecrecyTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hush@h:5432/d?a=b, postgres://u:********@h:5432/d?a=b",
        "postgres://u:hu/s@hush@h/d, postgres://u:********@h/d",
        "postgres://u:hu?s=hush@h/d, postgres://u:********@h/d",
        "postgres://u@h/d, postgres://u@h/d",
        "postgres://u@h/d?password=hush&sslmode=x, postgres://u@h/d?password=********&sslmode=x",
        "postgres://u@h/d?sslPassword=hush, postgres://u@h/d?sslPassword=********"
    })
    void aConnectionStringIsShownWithoutItsPassword(String value, String shown) {
        assertThat(Secrecy.PASSWORD_INSIDE.shown(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "max-size=10m,splunk-token=hush,tag=x|max-size=10m,splunk-token=********,tag=x",
                "awslogs-credentials-endpoint=hush|awslogs-credentials-endpoint=********",
                "Password=a=b=hush|Password=********",
                "max-size=10m|max-size=10m"
            },
            delimiter = '|')
    void pairsAreShownWithoutTheirSecrets(String value, String shown) {
        assertThat(Secrecy.SECRETS_INSIDE.shown(value)).isEqualTo(shown);
    }

    @Test
    void aSecretIsAMaskAndNothingIsNothing() {
        assertThat(Secrecy.ALL.shown("hush")).isEqualTo("********");
        assertThat(Secrecy.ALL.shown("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:hush@h:6379",
                "http://u:hush@h",
                "http://hush@h",
                ":hush@h:6379",
                "u:hush@hush@h",
                "postgres://u:hu/hush@h/d",
                "hush\n@h"
            })
    void whatStandsBeforeAnAtSignIsNeverShown(String misplaced) {
        assertThat(Secrecy.NONE.shown(misplaced)).doesNotContain("hush").contains("********@h");
        assertThat(Secrecy.NONE.quoted(misplaced)).doesNotContain("hush");
    }

    @ParameterizedTest
    @EnumSource(value = Secrecy.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aRefusedSecretIsNotQuotedAtAll(Secrecy secrecy) {
        assertThat(secrecy.quoted("hush")).isEqualTo("a value that is not shown");
    }

    @Test
    void aQuotedValueStaysOnItsLineAndShort() {
        assertThat(Secrecy.NONE.quoted("a\nb\"c")).isEqualTo("\"a\\x0ab?c\"");
        assertThat(Secrecy.NONE.quoted("x".repeat(500))).isEqualTo("\"" + "x".repeat(80) + "...\"");
    }
}
