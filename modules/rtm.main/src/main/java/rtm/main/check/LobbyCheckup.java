package rtm.main.check;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import rtm.http.client.LobbySettings;

/** Checks that a server listens at Lobby's address. The service works without it. */
record LobbyCheckup(LobbySettings settings) implements Checkup {

    private static final String ITEM = "lobby";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    @Override
    public List<Finding> run() {
        return List.of(
                settings.baseUrl()
                        .map(LobbyCheckup::finding)
                        .orElseGet(() -> Finding.ok(ITEM, "no address is set, so it is not used")));
    }

    private static Finding finding(URI url) {
        int standard = "https".equals(url.getScheme()) ? HTTPS : HTTP;
        int port = url.getPort() < 0 ? standard : url.getPort();
        return PortProbe.answers(new InetSocketAddress(url.getHost(), port))
                ? Finding.ok(ITEM, "listens at " + url)
                : Finding.warn(
                        ITEM,
                        "no server listens at " + url,
                        "games still start; only a diagnostic log line is missing");
    }
}
