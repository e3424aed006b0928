package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves one request with Undertow on a virtual thread, sent by the JDK's client; JSON both ways.
 */
final class HttpExercise implements Exercise {

    private final DslJson<Object> json = new DslJson<>();

    @Override
    public void run() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Undertow server =
                    Undertow.builder()
                            .setIoThreads(1)
                            .setWorkerThreads(1)
                            .addHttpListener(
                                    0,
                                    "127.0.0.1",
                                    exchange -> exchange.dispatch(threads, this::answer))
                            .build();
            server.start();
            try {
                ask(server);
            } finally {
                server.stop();
            }
        }
    }

    private void answer(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        byte[] body = exchange.getInputStream().readAllBytes();
        expect(3, tokensIn(body));
        JsonWriter writer = json.newWriter();
        json.serialize(writer, Map.of("status", "ready"));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getOutputStream().write(writer.toByteArray());
        exchange.endExchange();
    }

    private static int tokensIn(byte[] body) throws IOException {
        JsonFactory strict =
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (var parser = strict.createParser(body)) {
            int tokens = 0;
            for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                tokens++;
            }
            return tokens - 1;
        }
    }

    private static void ask(Undertow server) throws IOException, InterruptedException {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + address.getPort()
                                                            + "/readyz"))
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"image_ref\":\"a\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            expect(200, response.statusCode());
            expect("{\"status\":\"ready\"}", response.body());
        }
    }
}
