package rtm.main.settings.type;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.MemorySize;
import rtm.domain.model.WireName;

/** The types of variables. */
public final class VariableTypes {

    private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
    private static final Pattern PATH =
            Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[^/:\\p{Cntrl}]+)+/?");

    private VariableTypes() {}

    public static VariableType<Duration> duration(Duration least, Duration most) {
        String accepted =
                "a duration such as 30s, 250ms or 1h30m, from %s to %s"
                        .formatted(GoDuration.text(least), GoDuration.text(most));
        return VariableType.of(
                accepted,
                text ->
                        GoDuration.parse(text)
                                .filter(value -> value.compareTo(least) >= 0)
                                .filter(value -> value.compareTo(most) <= 0));
    }

    public static VariableType<Integer> number(int least, int most) {
        return wholeNumber("", least, most);
    }

    public static VariableType<Duration> seconds(int least, int most) {
        return wholeNumber(" of seconds", least, most).map(Duration::ofSeconds);
    }

    public static VariableType<Duration> days(int least, int most) {
        return wholeNumber(" of days", least, most).map(Duration::ofDays);
    }

    private static VariableType<Integer> wholeNumber(String what, int least, int most) {
        return VariableType.of(
                "a whole number%s from %d to %d".formatted(what, least, most),
                text ->
                        Optional.of(text)
                                .filter(digits -> WHOLE.matcher(digits).matches())
                                .map(Long::valueOf)
                                .filter(value -> value >= least && value <= most)
                                .map(Long::intValue));
    }

    /** Host names, separated by commas. */
    public static VariableType<Set<String>> hostNames() {
        return VariableType.of("host names without ports, separated by commas", HostNames::parse);
    }

    /** The words that Go's {@code strconv.ParseBool} accepts. */
    public static VariableType<Boolean> yesOrNo() {
        return VariableType.of(
                "true or false (also 1, t, 0, f)",
                text ->
                        switch (text) {
                            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
                            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
                            default -> Optional.empty();
                        });
    }

    public static <E extends Enum<E> & WireName> VariableType<E> oneOf(Class<E> set) {
        String names =
                Arrays.stream(set.getEnumConstants())
                        .map(WireName::wire)
                        .collect(Collectors.joining(", "));
        return VariableType.of("one of " + names, text -> WireName.parse(set, text));
    }

    public static VariableType<MemorySize> memory() {
        return VariableType.of("a size such as 512m or 2g, from 6m to 1024t", MemorySize::parse);
    }

    public static VariableType<CpuQuota> processors() {
        return VariableType.of(
                "a number of processors such as 0.5 or 2, from 0.01 to 1024", CpuQuota::parse);
    }

    public static VariableType<Integer> fileMode() {
        return VariableType.of(
                "an octal file mode such as 0750, from 0001 to 7777",
                text ->
                        Optional.of(text)
                                .filter(digits -> MODE.matcher(digits).matches())
                                .map(digits -> Integer.valueOf(digits, 8))
                                .filter(mode -> mode >= 1 && mode <= 07777));
    }

    public static VariableType<HostPort> listener() {
        return VariableType.of(
                "[host]:port such as :8096, 127.0.0.1:8096 or [::1]:8096", HostPort::parseListener);
    }

    public static VariableType<HostPort> server() {
        return VariableType.of(
                "host:port such as 127.0.0.1:6379 or [::1]:6379", HostPort::parseServer);
    }

    public static VariableType<URI> baseUrl() {
        return VariableType.of(
                "an http or https URL without user, query or fragment", BaseUrl::parse);
    }

    public static VariableType<String> nodeName() {
        return VariableType.of(
                "1 to 253 letters, digits, ., - and _, the first a letter or digit",
                text -> Optional.of(text).filter(any -> NODE.matcher(any).matches()));
    }

    public static VariableType<Map<String, String>> pairs() {
        return VariableType.of("key=value pairs, separated by commas", KeyValues::parse);
    }

    /**
     * A path other than the root, without a colon, which separates paths in Docker's mount
     * notation.
     */
    public static VariableType<String> absolutePath() {
        return VariableType.of(
                "an absolute path other than /, without ., .. and colons",
                text ->
                        Optional.of(text)
                                .filter(path -> PATH.matcher(path).matches())
                                .map(path -> path.replaceFirst("/$", "")));
    }

    public static VariableType<String> text(String accepted, Pattern form) {
        return VariableType.of(
                accepted, text -> Optional.of(text).filter(any -> form.matcher(any).matches()));
    }
}
