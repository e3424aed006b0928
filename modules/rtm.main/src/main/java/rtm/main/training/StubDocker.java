package rtm.main.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Implements enough of the Docker API for a client to work with it. */
final class StubDocker implements StubServer.Conversation {

    private static final Pattern VERSION = Pattern.compile("^/v1\\.\\d+");
    private static final Pattern LABELS = Pattern.compile("\"Labels\":(\\{[^}]*})");

    /** Those of the container that was created. */
    private volatile String labels = "{}";

    private record Request(String path, String body) {}

    @Override
    public void hold(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            Request request = readRequest(in);
            String path = VERSION.matcher(request.path()).replaceFirst("");
            if (path.startsWith("/containers/create")) {
                keepLabels(request.body());
            }
            byte[] body = answerTo(path).getBytes(StandardCharsets.UTF_8);
            String head =
                    "HTTP/1.1 "
                            + (path.startsWith("/containers/create") ? "201 Created" : "200 OK")
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        }
    }

    private void keepLabels(String body) {
        Matcher found = LABELS.matcher(body);
        if (found.find()) {
            labels = found.group(1);
        }
    }

    private String answerTo(String path) {
        if (path.startsWith("/version")) {
            return "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}";
        }
        if (path.startsWith("/info")) {
            return "{\"ID\":\"e\"}";
        }
        if (path.startsWith("/networks/")) {
            return "{\"Id\":\"n\",\"Name\":\"galaxy-net\",\"Driver\":\"bridge\"}";
        }
        if (path.startsWith("/images/")) {
            return "{\"Id\":\"sha256:i\",\"Config\":{\"Labels\":{}}}";
        }
        if (path.startsWith("/containers/json")) {
            return "[{\"Id\":\"g\",\"Names\":[\"/galaxy-game-g\"],\"State\":\"running\","
                    + "\"Labels\":{\"com.galaxy.game_id\":\"g\"}}]";
        }
        if (path.startsWith("/containers/create")) {
            return "{\"Id\":\"c\",\"Warnings\":[]}";
        }
        if (path.startsWith("/containers/c/json")) {
            return container("c", labels);
        }
        if (path.startsWith("/containers/")) {
            return container("g", "{}");
        }
        if (path.startsWith("/events")) {
            return "{\"Type\":\"container\",\"Action\":\"die\",\"id\":\"g\",\"status\":\"die\","
                    + "\"Actor\":{\"ID\":\"g\",\"Attributes\":{\"exitCode\":\"1\"}},"
                    + "\"time\":1,\"timeNano\":1000000000}\n";
        }
        return "OK";
    }

    private static String container(String id, String labels) {
        return "{\"Id\":\"%s\",\"Name\":\"/galaxy-game-g\",\"State\":{\"Status\":\"running\",\"Running\":true,\"ExitCode\":0,\"OOMKilled\":false},\"Config\":{\"Labels\":%s}}"
                .formatted(id, labels);
    }

    private static Request readRequest(DataInputStream in) throws IOException {
        String request = readLine(in);
        int length = 0;
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
            if (header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:")) {
                length = -1;
            }
        }
        return new Request(
                request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' ')),
                length >= 0 ? readText(in, length) : readChunks(in));
    }

    private static String readText(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String readChunks(DataInputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        int length;
        do {
            length = Integer.parseInt(readLine(in), 16);
            body.append(readText(in, length));
            in.skipNBytes(2);
        } while (length > 0);
        return body.toString();
    }

    private static String readLine(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
