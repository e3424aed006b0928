package rtm.http.door;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and the port that a {@code Host} header or a URL names, in one form: lower case, without
 * the final dot of a name, without the default port.
 *
 * @param host a name or an address; an IPv6 address has brackets
 * @param port the port; empty if none is named, or the default one
 */
record Authority(String host, Optional<String> port) {

    private static final int LONGEST = 512;
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9a-f:.]+]|[^\\[\\]:/?#@\\\\\\s]+)(?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /**
     * Reads an authority.
     *
     * @param text as it came
     * @param defaultPort the port that the scheme implies
     * @return empty if it is none
     */
    static Optional<Authority> parse(String text, String defaultPort) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        String host = form.group(1);
        boolean dotted = host.endsWith(".") && host.length() > 1;
        return Optional.of(
                new Authority(
                        dotted ? host.substring(0, host.length() - 1) : host,
                        Optional.ofNullable(form.group(2))
                                .filter(port -> !port.equals(defaultPort))));
    }

    /** Whether the host is an IP address in its usual form. No name service is asked. */
    boolean isAddress() {
        boolean bracketed = host.startsWith("[");
        if (!bracketed && !IPV4.matcher(host).matches()) {
            return false;
        }
        try {
            InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
