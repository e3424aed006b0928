package rtm.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Reply;

/** What containers write, as Docker sends it. */
final class ContainerOutputs {

    private ContainerOutputs() {}

    /** A daemon that works, and answers this about every container. */
    static FakeDaemon daemon(Path folder, Reply reply) throws IOException {
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked ->
                                asked.line().contains("/containers/")
                                        ? Optional.of(reply)
                                        : Optional.empty()));
    }

    /**
     * Text as one frame.
     *
     * @param output 1 for standard output, 2 for standard error
     */
    static String frame(int output, String text) {
        int length = text.getBytes(StandardCharsets.ISO_8859_1).length;
        char[] header = {
            (char) output,
            0,
            0,
            0,
            (char) (length >> 24),
            (char) ((length >> 16) & 0xff),
            (char) ((length >> 8) & 0xff),
            (char) (length & 0xff)
        };
        return new String(header) + text;
    }
}
