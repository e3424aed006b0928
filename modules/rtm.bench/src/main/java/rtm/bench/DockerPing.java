package rtm.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks a daemon on a unix socket whether it is there, over a new connection each time. */
final class DockerPing {

    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int POLL_MILLIS = 5;

    private DockerPing() {}

    static boolean answers(URI daemon) {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(daemon.getPath()));
            socket.write(ByteBuffer.wrap(REQUEST));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            socket.read(answer);
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.0 200");
        } catch (IOException _) {
            return false;
        }
    }

    /** Returns as soon as it answers. */
    static void await(URI daemon) throws InterruptedException {
        while (!answers(daemon)) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
