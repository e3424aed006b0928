package rtm.main.check;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import rtm.http.client.LobbySettings;

/** Lobby: that somebody listens where it should be. The service works without it. */
record LobbyCheckup(LobbySettings settings) implements Checkup {

    private static final String ITEM = "lobby";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    @Override
    public List<Finding> run() {
        return List.of(
                settings.baseUrl()
                        .map(LobbyCheckup::finding)
                        .orElseGet(
                                () -> Finding.ok(ITEM, "no address is set, so it is not asked")));
    }

    private static Finding finding(URI url) {
        int standard = "https".equals(url.getScheme()) ? HTTPS : HTTP;
        int port = url.getPort() < 0 ? standard : url.getPort();
        return PortProbe.answers(new InetSocketAddress(url.getHost(), port))
                ? Finding.ok(ITEM, "listens at " + url)
                : Finding.warn(
                        ITEM,
                        "nobody listens at " + url,
                        "games start all the same; only a line for diagnosis is lost");
    }
}
