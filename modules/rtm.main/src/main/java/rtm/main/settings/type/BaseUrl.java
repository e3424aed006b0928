package rtm.main.settings.type;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The base URL of another service. */
final class BaseUrl {

    private BaseUrl() {}

    /**
     * Reads an http or https URL without user, query and fragment; trailing slashes are dropped.
     * Empty if the text is not such a URL.
     */
    static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            return fits(url) ? Optional.of(withoutLastSlash(url)) : Optional.empty();
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    private static boolean fits(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static URI withoutLastSlash(URI url) {
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }
}
