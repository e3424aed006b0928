package rtm.http.door;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps out web pages of other servers, which a browser on an operator's machine may call this
 * service from. A request of a browser is answered only if a page of this server sent it, or a
 * person typed its address; and only under a host that a foreign name server cannot choose: an IP
 * address, {@code localhost} or an allowed name. Other clients are not affected.
 *
 * @param allowedHosts the allowed names, in lower case
 */
public record BrowserRule(Set<String> allowedHosts) {

    private static final String LOCALHOST = "localhost";
    private static final Pattern URL =
            Pattern.compile("(https?)://([^/?#]*)(?:[/?#].*)?", Pattern.CASE_INSENSITIVE);
    private static final String HTTP = "http";
    private static final String HTTP_PORT = "80";
    private static final String HTTPS_PORT = "443";
    private static final String SAME_ORIGIN = "same-origin";
    private static final String TYPED = "none";

    /** Keeps the names in one form. */
    public BrowserRule {
        allowedHosts =
                allowedHosts.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Why a request is refused, for an operator; empty if it is not. */
    public Optional<String> refusal(RequestHead head) {
        if (!head.fromBrowser()) {
            return Optional.empty();
        }
        return unknownHost(head).or(() -> otherOrigin(head));
    }

    private Optional<String> unknownHost(RequestHead head) {
        boolean known =
                only(head.hosts())
                        .flatMap(host -> Authority.parse(host, HTTP_PORT))
                        .filter(this::known)
                        .isPresent();
        return known
                ? Optional.empty()
                : Optional.of(
                        "a browser may call this service only by an IP address, as localhost, or by"
                                + " a name in RTMANAGER_INTERNAL_HTTP_ALLOWED_HOSTS");
    }

    private boolean known(Authority host) {
        return host.isAddress()
                || host.host().equals(LOCALHOST)
                || allowedHosts.contains(host.host());
    }

    private static Optional<String> otherOrigin(RequestHead head) {
        return sameOrigin(head)
                ? Optional.empty()
                : Optional.of(
                        "a browser sent this for a page of another server; only pages of this"
                                + " service may call it");
    }

    /** All that the browser says must agree; a request that changes something must prove it. */
    private static boolean sameOrigin(RequestHead head) {
        String host = head.hosts().getFirst();
        boolean proven =
                !head.origins().isEmpty()
                        || !head.referers().isEmpty()
                        || head.fetchSites().equals(List.of(SAME_ORIGIN));
        return (proven || head.reads())
                && fetchedHere(head)
                && namesHost(head.origins(), host)
                && namesHost(head.referers(), host);
    }

    private static boolean fetchedHere(RequestHead head) {
        return head.fetchSites().isEmpty()
                || only(head.fetchSites())
                        .filter(site ->
                                site.equals(SAME_ORIGIN) || (site.equals(TYPED) && head.reads()))
                        .isPresent();
    }

    private static boolean namesHost(List<String> urls, String host) {
        return urls.isEmpty() || only(urls).filter(url -> isOn(url, host)).isPresent();
    }

    /** A proxy may serve this service by https under the same host. */
    private static boolean isOn(String url, String host) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group(1).equalsIgnoreCase(HTTP) ? HTTP_PORT : HTTPS_PORT;
        Optional<Authority> page = Authority.parse(parts.group(2), port);
        return page.isPresent() && page.equals(Authority.parse(host, port));
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
