package rtm.docker.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** The client of one daemon, and the API version that both sides support. */
public final class DockerConnection implements AutoCloseable {

    private static final Log LOG = Log.of(DockerConnection.class);

    private final URI host;
    private final ExplicitConfig config;
    private final DockerHttpClient transport;
    private final DockerClient client;
    private volatile @Nullable ApiVersion agreed;

    public DockerConnection(URI host) {
        this.host = host;
        this.config = new ExplicitConfig(host);
        this.transport = new SocketTransport(host);
        this.client = DockerClientImpl.getInstance(config, transport);
    }

    URI host() {
        return host;
    }

    /** For calls with one answer; each blocks, and an interrupt of its thread ends it. */
    public DockerClient client() {
        return client;
    }

    /** Sends a GET on the caller's thread; the caller reads the answer, which may be a refusal. */
    public Response get(String path) {
        return execute(Request.Method.GET, path, Map.of(), null);
    }

    /** Sends a POST in the same way. */
    public Response post(String path, Map<String, String> headers) {
        return execute(Request.Method.POST, path, headers, null);
    }

    /** Sends a POST with a body. */
    public Response post(String path, JsonNode body) {
        return execute(
                Request.Method.POST,
                path,
                Map.of("Content-Type", "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Response execute(
            Request.Method method,
            String path,
            Map<String, String> headers,
            byte @Nullable [] body) {
        return transport.execute(
                Request.builder()
                        .method(method)
                        .path(agreed == null ? path : "/v" + agreed + path)
                        .headers(headers)
                        .bodyBytes(body)
                        .build());
    }

    /**
     * Asks the daemon which API versions it supports, waits for the answer, and uses one of them
     * from now on.
     */
    public void negotiate() {
        try {
            use(
                    AnswerObject.of(
                            transport.execute(
                                    Request.builder()
                                            .method(Request.Method.GET)
                                            .path("/version")
                                            .build())));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void use(JsonNode daemon) {
        ApiVersion highest =
                ApiVersion.parse(daemon.path("ApiVersion").asText(""))
                        .orElseThrow(() -> unusable("reports no API version"));
        if (highest.compareTo(ApiVersion.OLDEST) < 0) {
            throw unusable(
                    "supports API versions up to %s; at least %s (Docker 20.10) is needed"
                            .formatted(highest, ApiVersion.OLDEST));
        }
        ApiVersion lowest =
                ApiVersion.parse(daemon.path("MinAPIVersion").asText("")).orElse(ApiVersion.OLDEST);
        ApiVersion chosen = ApiVersion.choose(lowest, highest);
        config.use(chosen.remote());
        if (!chosen.equals(agreed)) {
            agreed = chosen;
            LOG.info(
                    "docker api version chosen",
                    LogField.of("api_version", chosen.toString()),
                    LogField.of("engine_lowest", lowest.toString()),
                    LogField.of("engine_highest", highest.toString()),
                    LogField.of(
                            "engine_version",
                            DockerMessages.oneLine(daemon.path("Version").asText(""))));
        }
    }

    private DependencyUnavailableException unusable(String why) {
        return new DependencyUnavailableException(
                Dependency.DOCKER, "the daemon at " + host + " " + why, null);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
