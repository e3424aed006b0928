package rtm.main.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Implements enough of the Docker API for a client to work with it. */
final class StubDocker implements StubServer.Conversation {

    private static final Pattern VERSION = Pattern.compile("^/v1\\.\\d+");

    @Override
    public void hold(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            String path = VERSION.matcher(readRequest(in)).replaceFirst("");
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

    private static String answerTo(String path) {
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
            return "{\"Id\":\"g\",\"Warnings\":[]}";
        }
        if (path.startsWith("/containers/")) {
            return "{\"Id\":\"g\",\"Name\":\"/galaxy-game-g\",\"State\":{\"Status\":\"running\","
                    + "\"Running\":true,\"ExitCode\":0,\"OOMKilled\":false},\"Config\":{}}";
        }
        if (path.startsWith("/events")) {
            return "{\"Type\":\"container\",\"Action\":\"die\",\"id\":\"g\",\"status\":\"die\","
                    + "\"Actor\":{\"ID\":\"g\",\"Attributes\":{\"exitCode\":\"1\"}},"
                    + "\"time\":1,\"timeNano\":1000000000}\n";
        }
        return "OK";
    }

    /** Reads a whole request and answers its path. */
    private static String readRequest(DataInputStream in) throws IOException {
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
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            skipChunks(in);
        }
        return request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
    }

    private static void skipChunks(DataInputStream in) throws IOException {
        int length;
        do {
            length = Integer.parseInt(readLine(in), 16);
            in.skipNBytes(length + 2L);
        } while (length > 0);
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
