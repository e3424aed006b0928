package rtm.main.client.call;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.text.PlainText;

/**
 * Where the service listens, and the token for it.
 *
 * @param base the URL, without a path
 * @param token the bearer token, if one is set
 */
public record ServiceAddress(URI base, Optional<ServiceToken> token) {

    public static final Path FILE = Path.of("/etc/rtmanager/client.env");
    static final String URL = "RTMANAGER_URL";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String SET_ONE =
            "; set %s_FILE in %s, or %s in the environment"
                    .formatted(ServiceToken.NAME, FILE, ServiceToken.NAME);
    private static final String DEFAULT = "http://localhost:8096";

    /**
     * The option, then the environment, then the file, then the default listener.
     *
     * @param option the value of {@code --url}, if it was given
     * @throws SettingsException if the file, or one that it names, cannot be read
     * @throws UsageException if the URL is none
     */
    public static ServiceAddress of(
            Optional<String> option, Map<String, String> environment, Path file) {
        Map<String, String> values = new HashMap<>(VariablesFile.read(file));
        overwrite(values, List.of(URL), environment);
        overwrite(values, ServiceToken.variables(), environment);
        String url = option.orElseGet(() -> values.getOrDefault(URL, DEFAULT));
        return new ServiceAddress(base(url), ServiceToken.of(values, environment, file));
    }

    /** All variables that give or name a token for commands. */
    public static List<String> tokenVariables() {
        return ServiceToken.variables();
    }

    /**
     * If the environment has one of these names, those of the file do not count: a token that only
     * reads is not replaced by the file's, which changes.
     */
    private static void overwrite(
            Map<String, String> values, List<String> names, Map<String, String> environment) {
        List<String> set =
                names.stream()
                        .filter(name -> !environment.getOrDefault(name, "").isBlank())
                        .toList();
        if (!set.isEmpty()) {
            values.keySet().removeAll(names);
            set.forEach(name -> values.put(name, environment.getOrDefault(name, "").strip()));
        }
    }

    /** What to set if the service wants a token, or another one; empty for any other status. */
    String hint(int status) {
        return switch (status) {
            case UNAUTHORIZED ->
                    token.map(known -> "; the service does not know the one in " + known.variable())
                            .orElse(SET_ONE);
            case FORBIDDEN -> token.filter(ServiceToken::onlyReads).map(_ -> SET_ONE).orElse("");
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
