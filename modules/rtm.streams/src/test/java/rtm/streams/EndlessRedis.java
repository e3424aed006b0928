package rtm.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server that speaks Redis' protocol and answers some commands with replies of any size. */
final class EndlessRedis implements AutoCloseable {

    private static final byte[] CHUNK = new byte[64 << 10];

    private final ServerSocket listener;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();

    EndlessRedis() throws IOException {
        Arrays.fill(CHUNK, (byte) 'v');
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        answer("PING", "+PONG\r\n");
        answer("ROLE", "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n");
        answer("CLIENT", "+OK\r\n");
        answer("SELECT", "+OK\r\n");
        Thread.ofVirtual().name("endless-redis").start(this::accept);
    }

    /** Writes a reply. */
    @FunctionalInterface
    interface Reply {
        void to(OutputStream out) throws IOException;
    }

    int port() {
        return listener.getLocalPort();
    }

    void answer(String command, String reply) {
        answer(command, out -> write(out, reply));
    }

    void answer(String command, Reply reply) {
        replies.put(command, reply);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    static void text(OutputStream out, String text) throws IOException {
        write(out, "$" + text.length() + "\r\n" + text + "\r\n");
    }

    /** A text of that many bytes. */
    static void longText(OutputStream out, long length) throws IOException {
        write(out, "$" + length + "\r\n");
        bytes(out, length);
        write(out, "\r\n");
    }

    static void bytes(OutputStream out, long length) throws IOException {
        for (long left = length; left > 0; left -= CHUNK.length) {
            out.write(CHUNK, 0, (int) Math.min(left, CHUNK.length));
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().name("endless-redis-client").start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test ended.
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            while (true) {
                String command = command(in);
                Reply reply = replies.get(command);
                if (reply == null) {
                    write(out, "-ERR unknown command '" + command + "'\r\n");
                } else {
                    reply.to(out);
                }
                out.flush();
            }
        } catch (IOException | UncheckedIOException gone) {
            // The client closed the connection.
        }
    }

    /** Reads a command and returns its name. */
    private static String command(DataInputStream in) throws IOException {
        int arguments = number(in);
        String name = "";
        for (int i = 0; i < arguments; i++) {
            byte[] argument = in.readNBytes(number(in));
            in.skipNBytes(2);
            if (i == 0) {
                name = new String(argument, ISO_8859_1).toUpperCase(Locale.ROOT);
            }
        }
        return name;
    }

    private static int number(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
