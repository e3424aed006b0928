package rtm.docker.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ImageReference;

/**
 * The credentials that {@code docker login} stored in {@code config.json}. They are read again for
 * each pull, sent only to their own registry host, and never logged.
 */
public final class RegistryCredentials {

    private static final Log LOG = Log.of(RegistryCredentials.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final String DEFAULT_REGISTRY = "index.docker.io";

    private final Path file;
    private final AtomicBoolean helpersReported = new AtomicBoolean();

    public RegistryCredentials(Path folder) {
        this.file = folder.resolve("config.json");
    }

    /** Where they are, as this process sees it. */
    Path file() {
        return file;
    }

    /** The header with the credentials for an image's registry, if there are any. */
    Optional<String> header(ImageReference image) {
        String host = host(image.registry().orElse(DEFAULT_REGISTRY));
        return config().flatMap(config -> entry(config, host))
                .flatMap(entry -> encode(entry, host));
    }

    private Optional<JsonNode> config() {
        try {
            JsonNode config = JSON.readTree(Files.readString(file));
            reportHelpers(config);
            return Optional.of(config);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JsonProcessingException _) {
            // Its message would show a part of the file.
            return unreadable("it is not JSON");
        } catch (IOException e) {
            return unreadable(e.toString());
        }
    }

    private Optional<JsonNode> unreadable(String why) {
        LOG.warn(
                "cannot read registry credentials, pulling images without them",
                LogField.of("file", file),
                LogField.of("error", why));
        return Optional.empty();
    }

    private void reportHelpers(JsonNode config) {
        boolean helpers = config.hasNonNull("credsStore") || !config.path("credHelpers").isEmpty();
        if (helpers && helpersReported.compareAndSet(false, true)) {
            LOG.warn(
                    "credential helpers are not supported, using only the file's own entries",
                    LogField.of("file", file));
        }
    }

    private static Optional<JsonNode> entry(JsonNode config, String host) {
        for (Map.Entry<String, JsonNode> entry : config.path("auths").properties()) {
            if (host(entry.getKey()).equals(host)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * The host and port of a key, which may be a full address; Docker's own registry has two names.
     */
    private static String host(String key) {
        String bare = SCHEME.matcher(key).replaceFirst("");
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        return host.equals("docker.io") ? DEFAULT_REGISTRY : host;
    }

    private Optional<String> encode(JsonNode entry, String host) {
        ObjectNode credentials = JSON.createObjectNode().put("serveraddress", host);
        String token = entry.path("identitytoken").asText();
        String pair = decoded(entry.path("auth").asText());
        int colon = pair.indexOf(':');
        if (!token.isEmpty()) {
            credentials.put("identitytoken", token);
        } else if (colon > 0) {
            credentials
                    .put("username", pair.substring(0, colon))
                    .put("password", pair.substring(colon + 1));
        } else {
            return Optional.empty();
        }
        byte[] json = credentials.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(Base64.getUrlEncoder().encodeToString(json));
    }

    private String decoded(String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            LOG.warn("registry credentials are not base64", LogField.of("file", file));
            return "";
        }
    }
}
