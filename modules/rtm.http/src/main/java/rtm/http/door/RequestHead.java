package rtm.http.door;

import java.util.List;
import java.util.Optional;

/**
 * What the door needs of a request.
 *
 * @param method the method
 * @param hosts every {@code Host} header
 * @param origins every {@code Origin} header
 * @param referers every {@code Referer} header
 * @param fetchSites every {@code Sec-Fetch-Site} header
 * @param fetchMetadata whether there is any {@code Sec-Fetch-*} header
 * @param userAgent the {@code User-Agent}
 * @param contentTypes every {@code Content-Type} header
 * @param consoles every header by which our own page names itself
 */
public record RequestHead(
        String method,
        List<String> hosts,
        List<String> origins,
        List<String> referers,
        List<String> fetchSites,
        boolean fetchMetadata,
        Optional<String> userAgent,
        List<String> contentTypes,
        List<String> consoles) {

    private static final String BROWSERS = "Mozilla/";

    /** Whether a browser sent it, as far as its headers show. */
    boolean fromBrowser() {
        return !origins.isEmpty()
                || !referers.isEmpty()
                || fetchMetadata
                || userAgent.filter(agent -> agent.startsWith(BROWSERS)).isPresent();
    }

    /** Whether it can only read, as when a person types an address. */
    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
