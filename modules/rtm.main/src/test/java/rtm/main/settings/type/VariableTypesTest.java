package rtm.main.settings.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.PullPolicy;

class VariableTypesTest {

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "1, true", "t, true", "F, false", "0, false"})
    void aBooleanIsWhatGoTakesForOne(String text, boolean expected) {
        assertThat(read(VariableTypes.yesOrNo(), text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "no", "on", "tRUE", "2", "01"})
    void noOtherWordIsABoolean(String text) {
        assertThat(read(VariableTypes.yesOrNo(), text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 10", "007, 7", "+3, 3"})
    void aNumberStaysWithinItsRange(String text, int expected) {
        assertThat(read(VariableTypes.number(1, 10), text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "11",
                "-1",
                "1.0",
                "1e1",
                "0x1",
                "4294967297",
                "9999999999999999999"
            })
    void noOtherTextIsSuchANumber(String text) {
        assertThat(read(VariableTypes.number(1, 10), text)).isEmpty();
    }

    @Test
    void secondsAndDaysAreDurations() {
        assertThat(read(VariableTypes.seconds(0, 60), "45")).contains(Duration.ofSeconds(45));
        assertThat(read(VariableTypes.days(1, 60), "30")).contains(Duration.ofDays(30));
        assertThat(read(VariableTypes.seconds(0, 60), "45s")).isEmpty();
        assertThat(read(VariableTypes.days(1, 60), "0")).isEmpty();
    }

    @Test
    void aDurationStaysWithinItsRange() {
        VariableType<Duration> type =
                VariableTypes.duration(Duration.ofMillis(100), Duration.ofHours(1));
        assertThat(read(type, "100ms")).contains(Duration.ofMillis(100));
        assertThat(read(type, "60m")).contains(Duration.ofHours(1));
        assertThat(read(type, "99ms")).isEmpty();
        assertThat(read(type, "1h1ns")).isEmpty();
        assertThat(type.accepted()).contains("from 100ms to 1h");
    }

    @ParameterizedTest
    @CsvSource({"0750, 488", "750, 488", "7777, 4095", "02750, 1512"})
    void aFileModeIsOctal(String text, int expected) {
        assertThat(read(VariableTypes.fileMode(), text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "7", "0", "000", "0000", "0850", "0790", "17777", "10000", "0o750", "-750",
                "rwx"
            })
    void noOtherTextIsAFileMode(String text) {
        assertThat(read(VariableTypes.fileMode(), text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                ":8096|''|8096",
                "0.0.0.0:8096|0.0.0.0|8096",
                "[::1]:8096|::1|8096",
                "[::]:0|::|0",
                "[fe80::1%eth0]:80|fe80::1%eth0|80",
                "localhost:65535|localhost|65535"
            },
            delimiter = '|')
    void aListenerIsAnAddressOrOnlyAPort(String text, String host, int port) {
        assertThat(read(VariableTypes.listener(), text)).contains(new HostPort(host, port));
        assertThat(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8096",
                "host",
                ":",
                "host:",
                ":65536",
                ":-1",
                "::1:8096",
                "[::1]",
                "[a]:1",
                "http://h:1",
                "h:1/",
                "a b:1",
                "u@h:1",
                ":http",
                "[127.0.0.1]:80"
            })
    void noOtherTextIsAListener(String text) {
        assertThat(read(VariableTypes.listener(), text)).isEmpty();
    }

    @Test
    void aServerHasAHostAndAPortOfItsOwn() {
        VariableType<HostPort> type = VariableTypes.server();
        assertThat(read(type, "127.0.0.1:6379")).contains(new HostPort("127.0.0.1", 6379));
        assertThat(read(type, "redis.local:6379")).contains(new HostPort("redis.local", 6379));
        assertThat(read(type, ":6379")).isEmpty();
        assertThat(read(type, "127.0.0.1:0")).isEmpty();
        assertThat(read(type, "redis://127.0.0.1:6379")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8095, http://127.0.0.1:8095",
        "http://127.0.0.1:8095/, http://127.0.0.1:8095",
        "https://lobby.local/a/b//, https://lobby.local/a/b",
        "HTTP://[::1]:8095, HTTP://[::1]:8095"
    })
    void aBaseUrlLosesItsLastSlash(String text, URI expected) {
        assertThat(read(VariableTypes.baseUrl(), text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lobby",
                "lobby:8095",
                "//lobby",
                "ftp://lobby",
                "http://",
                "http:///x",
                "http://u:p@lobby",
                "http://u@lobby",
                "http://lobby?a=b",
                "http://lobby#x",
                "http://lobby:0",
                "http://lobby:99999",
                "http://lo bby",
                "http:lobby"
            })
    void noOtherTextIsABaseUrl(String text) {
        assertThat(read(VariableTypes.baseUrl(), text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/a, /a", "/var/lib/games/, /var/lib/games", "/a/..b/.c/d.., /a/..b/.c/d.."})
    void anAbsolutePathIsBelowTheRoot(String text, String expected) {
        assertThat(read(VariableTypes.absolutePath(), text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "a", "./a", "../a", "~/a", "/a/../b", "/a/..", "/./a", "/a//b", "/a:b",
                "/a\nb", "C:\\a"
            })
    void noOtherTextIsSuchAPath(String text) {
        assertThat(read(VariableTypes.absolutePath(), text)).isEmpty();
    }

    @Test
    void pairsKeepTheirOrderAndTheEqualsSignsOfTheirValues() {
        assertThat(read(VariableTypes.pairs(), "max-size=10m, tag={{.Name}}=x ,env="))
                .hasValueSatisfying(pairs ->
                        assertThat(pairs)
                                .containsExactly(
                                        Map.entry("max-size", "10m"),
                                        Map.entry("tag", "{{.Name}}=x"),
                                        Map.entry("env", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=a", "a=1,", "a=1,,b=2", "a=1,a=2", "a b=1", "a=1,b"})
    void noOtherTextIsPairs(String text) {
        assertThat(read(VariableTypes.pairs(), text)).isEmpty();
    }

    @Test
    void aConstantGoesByItsNameOutside() {
        VariableType<PullPolicy> type = VariableTypes.oneOf(PullPolicy.class);
        assertThat(type.accepted()).isEqualTo("one of always, if_missing, never");
        assertThat(read(type, "if_missing")).contains(PullPolicy.IF_MISSING);
        assertThat(read(type, "IF_MISSING")).isEmpty();
        assertThat(read(type, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unix:///var/run/docker.sock", "tcp://127.0.0.1:2375", "tcp://[::1]:2375"})
    void aDockerHostIsASocketOrTcp(String text) {
        assertThat(DockerHostUrl.parse(text)).contains(URI.create(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/var/run/docker.sock",
                "unix://",
                "unix://run/docker.sock",
                "tcp://host",
                "tcp://:2375",
                "http://127.0.0.1:2375",
                "ssh://host",
                "npipe:////./pipe/x",
                "unix:///var/run/docker.sock\u00a0",
                "\"unix:///var/run/docker.sock\"",
                "unix:///a\"b",
                "tcp://127.0.0.1:2375\u00a0",
                "unix:///a b"
            })
    void noOtherTextIsADockerHost(String text) {
        assertThat(DockerHostUrl.parse(text)).isEmpty();
    }

    @Test
    void aSocketsPathFitsTheKernel() {
        assertThat(DockerHostUrl.parse("unix:///" + "a".repeat(106))).isPresent();
        assertThat(DockerHostUrl.parse("unix:///" + "a".repeat(107))).isEmpty();
    }

    @Test
    void aTypeThatMayHoldNothingTakesTheEmptyText() {
        VariableType<Optional<HostPort>> type = VariableTypes.server().orNothing();
        assertThat(read(type, "")).contains(Optional.empty());
        assertThat(read(type, "a:1")).contains(Optional.of(new HostPort("a", 1)));
        assertThat(read(type, "a")).isEmpty();
    }

    private static <T> Optional<T> read(VariableType<T> type, String text) {
        return switch (type.parser().apply(text)) {
            case Parsed.Value<T>(T value) -> Optional.of(value);
            case Parsed.Refused<T> _ -> Optional.empty();
        };
    }
}
