package rtm.main.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Checks whether a server listens at an address. */
final class PortProbe {

    private static final int PATIENCE_MILLISECONDS = 2000;

    private PortProbe() {}

    static boolean answers(InetSocketAddress address) {
        if (address.isUnresolved() || address.getPort() == 0) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLISECONDS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
