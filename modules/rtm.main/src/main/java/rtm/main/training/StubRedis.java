package rtm.main.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Implements enough of the Redis protocol for a client to work with it. */
final class StubRedis implements StubServer.Conversation {

    private static final String HELLO =
            "%3\r\n+server\r\n+redis\r\n+version\r\n+7.0.0\r\n+proto\r\n:3\r\n";
    private static final String ONE_ENTRY =
            "%1\r\n$6\r\nstream\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$7\r\ngame_id\r\n$1\r\ng\r\n";

    private static final Duration BLOCKED = Duration.ofMillis(20);

    @Override
    public void hold(DataInputStream in, DataOutputStream out) throws IOException {
        boolean third = false;
        while (true) {
            List<String> command = readCommand(in);
            third |= command.getFirst().equalsIgnoreCase("HELLO");
            out.write(replyTo(command, third).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static String replyTo(List<String> command, boolean third) {
        return switch (command.getFirst().toUpperCase(Locale.ROOT)) {
            case "HELLO" -> HELLO;
            case "PING" -> "+PONG\r\n";
            case "ROLE" -> "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
            case "GET", "HGET", "EVAL", "EVALSHA" -> "$-1\r\n";
            case "CLIENT" -> command.get(1).startsWith("SET") ? "+OK\r\n" : ":1\r\n";
            case "XADD" -> "$3\r\n1-0\r\n";
            case "XINFO" -> "-ERR no such key\r\n";
            case "XREAD" -> third ? ONE_ENTRY : noEntry();
            default -> "+OK\r\n";
        };
    }

    /** Answers after a moment, like a stream without new entries. */
    private static String noEntry() {
        LockSupport.parkNanos(BLOCKED.toNanos());
        return "*-1\r\n";
    }

    private static List<String> readCommand(DataInputStream in) throws IOException {
        int words = lengthOn(in);
        List<String> command = new ArrayList<>(words);
        for (int word = 0; word < words; word++) {
            command.add(new String(in.readNBytes(lengthOn(in)), StandardCharsets.UTF_8));
            in.skipNBytes(2);
        }
        return command;
    }

    /** Reads a line like {@code *3} or {@code $5}. */
    private static int lengthOn(DataInputStream in) throws IOException {
        StringBuilder digits = new StringBuilder();
        in.readByte();
        for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
            if (next != '\r') {
                digits.append((char) next);
            }
        }
        return Integer.parseInt(digits.toString());
    }
}
