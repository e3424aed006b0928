package rtm.main.client.call;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rtm.domain.text.PlainText;

/**
 * Where the service listens, and the token for it.
 *
 * @param base the URL, without a path
 * @param token the bearer token, if the service requires one
 * @param tokenName the variable that it comes from
 */
public record ServiceAddress(URI base, Optional<String> token, String tokenName) {

    public static final Path FILE = Path.of("/etc/rtmanager/client.env");
    static final String URL = "RTMANAGER_URL";
    static final String TOKEN = "RTMANAGER_INTERNAL_HTTP_TOKEN";
    private static final String READ_TOKEN = "RTMANAGER_INTERNAL_HTTP_READ_TOKEN";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String DEFAULT = "http://localhost:8096";

    /**
     * The option, then the environment, then the file, then the default listener.
     *
     * @param option the value of {@code --url}, if it was given
     * @throws UsageException if the file cannot be read, or the URL is none
     */
    public static ServiceAddress of(
            Optional<String> option, Map<String, String> environment, Path file) {
        Map<String, String> values = new HashMap<>(VariablesFile.read(file));
        for (String name : new String[] {URL, TOKEN, READ_TOKEN}) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                values.put(name, value.strip());
            }
        }
        String url = option.orElseGet(() -> values.getOrDefault(URL, DEFAULT));
        String name =
                values.containsKey(TOKEN) || !values.containsKey(READ_TOKEN) ? TOKEN : READ_TOKEN;
        return new ServiceAddress(base(url), Optional.ofNullable(values.get(name)), name);
    }

    /** What to set if the service wants a token, or another one; empty for any other status. */
    String hint(int status) {
        return switch (status) {
            case UNAUTHORIZED ->
                    token.isPresent()
                            ? "; the service does not know the one in " + tokenName
                            : "; set %s in %s or in the environment".formatted(TOKEN, FILE);
            case FORBIDDEN ->
                    tokenName.equals(READ_TOKEN)
                            ? "; set %s in %s or in the environment".formatted(TOKEN, FILE)
                            : "";
            default -> "";
        };
    }

    private static URI base(String url) {
        try {
            URI base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean complete =
                    ("http".equals(base.getScheme()) || "https".equals(base.getScheme()))
                            && base.getHost() != null
                            && base.getRawPath().isEmpty()
                            && base.getRawUserInfo() == null
                            && base.getRawQuery() == null
                            && base.getRawFragment() == null;
            if (complete) {
                return base;
            }
        } catch (URISyntaxException _) {
            // The same words as for a URL of another kind.
        }
        throw new UsageException(
                "\"%s\" is not the service's URL; it looks like %s"
                        .formatted(PlainText.line(url), DEFAULT));
    }
}
