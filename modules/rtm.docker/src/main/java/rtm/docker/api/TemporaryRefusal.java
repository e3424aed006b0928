package rtm.docker.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognizes temporary refusals: the same request may succeed a moment later without any
 * correction. A message that is not listed here is a permanent refusal.
 */
public final class TemporaryRefusal {

    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** The network was pruned; the operator of the host creates it again. */
    private static final List<Pattern> NETWORK_IS_MISSING =
            patterns("^(.*: )?network \\S+ not found", "^(.*: )?no such network");

    private static final List<Pattern> PASSING =
            Stream.of(
                            NETWORK_IS_MISSING,
                            // containerd is down; dockerd restarts it.
                            patterns(
                                    ": unavailable$",
                                    "code = unavailable",
                                    "code = canceled",
                                    "containerd\\.sock",
                                    "transport is closing",
                                    "error reading from server: eof",
                                    "ttrpc: (closed|server closed|client shutting down)",
                                    "failed to create (shim|task).*(ttrpc|: eof$)",
                                    ": context canceled",
                                    "^context canceled",
                                    // An interrupted start left its task in containerd.
                                    "(^|: )task [0-9a-f]+: already exists",
                                    "failed to create task.*context deadline exceeded",
                                    "dial unix .*: connect: connection refused"),
                            // Others hold a needed resource and release it when they end.
                            patterns(
                                    "no available (ip ?v?[46]? )?address",
                                    "could not find an available ip",
                                    "could not find an available, non-overlapping ipv[46] address pool",
                                    "all predefined address pools have been fully sub",
                                    "exchange full",
                                    "thin pool has \\d+ free",
                                    "device or resource busy",
                                    "resource temporarily unavailable"),
                            patterns("(daemon|server) is shutting down", "shutdown in progress"))
                    .flatMap(List::stream)
                    .toList();

    private TemporaryRefusal() {}

    /**
     * Whether a refusal is temporary.
     *
     * @param status the status of Docker's answer
     * @param words Docker's own message
     */
    public static boolean is(int status, String words) {
        if (status == SERVICE_UNAVAILABLE) {
            return true;
        }
        if (status == NOT_FOUND) {
            return matches(NETWORK_IS_MISSING, words);
        }
        return status >= SERVER_ERROR && matches(PASSING, words);
    }

    private static boolean matches(List<Pattern> signs, String words) {
        String lower = words.toLowerCase(Locale.ROOT).strip();
        return signs.stream().anyMatch(sign -> sign.matcher(lower).find());
    }

    private static List<Pattern> patterns(String... signs) {
        return Stream.of(signs).map(Pattern::compile).toList();
    }
}
