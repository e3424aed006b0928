package rtm.main.client.call;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import rtm.domain.text.Bytes;
import rtm.domain.text.PlainText;
import rtm.main.client.text.ServiceHints;

/** Requests to the service. Uses the HTTP client that every JVM has loaded anyway. */
public final class ServiceCalls {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /**
     * Clearly longer than any read waits in the service, which is at most two calls of Docker, each
     * of ten seconds, and PostgreSQL: it is for the service to say which of them does not answer.
     */
    static final Duration READ = Duration.ofSeconds(30);

    /** A stream without events carries a sign of life every 15 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** A start may pull an image first; the service has its own deadline for that. */
    private static final Duration CHANGE = Duration.ofMinutes(30);

    private static final int LARGEST = 64 << 20;
    private static final int OK = 200;
    private static final String NO_CHANGE = "X-Galaxy-No-Change";
    private static final String GOES_ON =
            "Ended before the answer. The service goes on with the request; see: rtmanager ops --open";
    private static final String PULLS_ON =
            "Ended before the answer. The service goes on with the pull";

    static {
        // A change must not be sent a second time because its answer was lost.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final ServiceAddress address;
    private final Consumer<String> err;
    private final boolean verbose;

    /**
     * @param err takes lines for the operator
     * @param verbose whether they have the curl command of each request
     */
    public ServiceCalls(ServiceAddress address, Consumer<String> err, boolean verbose) {
        this.address = address;
        this.err = err;
        this.verbose = verbose;
    }

    /** The body of the answer to a request that reads. */
    public String read(String path) {
        return request("GET", path, Optional.empty(), READ).answer();
    }

    /** The answer to a request that changes something. */
    public Change change(String method, String path, Optional<String> body) {
        return request(method, path, body, CHANGE);
    }

    /**
     * The events of an answer that goes on, until it ends or the consumer has enough.
     *
     * @param last the id of the last event that was seen
     * @param opened called once the service has accepted
     * @param each takes each event; whether the next one is wanted
     */
    public void follow(
            String path, Optional<String> last, Runnable opened, Predicate<ServerEvent> each) {
        follow("GET", path, Optional.empty(), last, opened, each);
    }

    /** The events of a change, until it is done. */
    public void change(String path, String body, Predicate<ServerEvent> each) {
        follow("POST", path, Optional.of(body), Optional.empty(), () -> {}, each);
    }

    private void follow(
            String method,
            String path,
            Optional<String> body,
            Optional<String> last,
            Runnable opened,
            Predicate<ServerEvent> each) {
        Predicate<String> wanted = new EventReader(each);
        HttpURLConnection connection = open(method, path, SILENCE);
        last.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
        connection.setRequestProperty("Accept", "text/event-stream, text/plain, application/json");
        try {
            send(connection, method, path, body);
            try (UnfinishedChange _ = UnfinishedChange.of(method, err, PULLS_ON)) {
                refuseUnlessOk(connection);
                opened.run();
                lines(connection, wanted);
            }
        } catch (IOException broken) {
            throw unreachable(broken);
        } finally {
            connection.disconnect();
        }
    }

    private static void lines(HttpURLConnection connection, Predicate<String> wanted)
            throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && wanted.test(line)) {
                line = lines.readLine();
            }
        }
    }

    private Change request(String method, String path, Optional<String> body, Duration patience) {
        HttpURLConnection connection = open(method, path, patience);
        try {
            send(connection, method, path, body);
            try (UnfinishedChange _ = UnfinishedChange.of(method, err, GOES_ON)) {
                refuseUnlessOk(connection);
                return new Change(
                        text(connection.getInputStream()),
                        "true".equals(connection.getHeaderField(NO_CHANGE)));
            }
        } catch (IOException broken) {
            throw "GET".equals(method) ? unreachable(broken) : unanswered(broken);
        } finally {
            connection.disconnect();
        }
    }

    private void send(
            HttpURLConnection connection, String method, String path, Optional<String> body)
            throws IOException {
        if (body.isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.get().getBytes(StandardCharsets.UTF_8));
            }
        }
        show(method, path, body);
        connection.connect();
    }

    private HttpURLConnection open(String method, String path, Duration patience) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address.base() + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
            connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("User-Agent", "rtmanager");
            connection.setRequestProperty("X-Galaxy-Caller", "admin");
            address.token()
                    .ifPresent(token ->
                            connection.setRequestProperty(
                                    "Authorization", "Bearer " + token.value()));
            return connection;
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    private void refuseUnlessOk(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status == OK) {
            return;
        }
        InputStream body = connection.getErrorStream();
        String text = body == null ? "" : text(body);
        Fields error = text.isEmpty() ? Fields.NONE : AnswerReader.object(text).object("error");
        throw new RefusedException(
                error.text("code").orElse("http_" + status),
                error.text("message").orElse("the service answered " + status)
                        + address.hint(status));
    }

    private static String text(InputStream body) throws IOException {
        try (body) {
            byte[] bytes = body.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("the answer is larger than " + Bytes.of(LARGEST));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The token is not shown; the shell takes it from its own environment, or from the file. */
    private void show(String method, String path, Optional<String> body) {
        if (verbose) {
            err.accept(
                    "curl -s%s%s%s '%s%s'"
                            .formatted(
                                    "GET".equals(method) ? "" : " -X " + method,
                                    address.token()
                                            .map(ServiceToken::shell)
                                            .map(" -H \"Authorization: Bearer %s\""::formatted)
                                            .orElse(""),
                                    body.map(text ->
                                                    " -H 'Content-Type: application/json' -d '%s'"
                                                            .formatted(quoted(text)))
                                            .orElse(""),
                                    address.base(),
                                    quoted(path)));
        }
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }

    /** The request may have arrived: the service completes a change that it has started. */
    private UnreachableException unanswered(IOException broken) {
        return broken instanceof ConnectException || broken instanceof UnknownHostException
                ? unreachable(broken)
                : new UnreachableException(
                        "The service at %s did not answer: %s. Whether it made the change is not known; see: rtmanager ops"
                                .formatted(
                                        address.base(),
                                        PlainText.line(String.valueOf(broken.getMessage()))));
    }

    private UnreachableException unreachable(IOException broken) {
        String reason =
                switch (broken) {
                    case ConnectException _ ->
                            "nothing listens there. It is not running, or is still starting.";
                    case UnknownHostException _ -> "its name is unknown. Is it running?";
                    case SocketTimeoutException _ -> "it did not answer in time. Is it running?";
                    default ->
                            PlainText.line(String.valueOf(broken.getMessage()))
                                    + ". Is it running?";
                };
        return new UnreachableException(
                "The service at %s cannot be reached: %s %s"
                        .formatted(address.base(), reason, ServiceHints.onThisHost().look()));
    }
}
