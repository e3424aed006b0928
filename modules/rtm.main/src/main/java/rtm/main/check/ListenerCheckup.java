package rtm.main.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import rtm.http.HttpSettings;

/** Checks the listener's address: free, or in use by a running service. */
record ListenerCheckup(HttpSettings settings) implements Checkup {

    private static final String ITEM = "listener";
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public List<Finding> run() {
        return settings.openToAll() ? List.of(address(), openToAll()) : List.of(address());
    }

    private static Finding openToAll() {
        return Finding.warn(
                ITEM,
                "every host that reaches this one may start, stop and read games",
                "set RTMANAGER_INTERNAL_HTTP_TOKEN, or RTMANAGER_INTERNAL_HTTP_ADDR to an address"
                        + " that only callers reach");
    }

    private Finding address() {
        InetSocketAddress address = reachable();
        if (address.isUnresolved()) {
            return noAddressOfThisHost("the name %s is unknown".formatted(address.getHostString()));
        }
        if (!isOfThisHost(address.getAddress())) {
            return noAddressOfThisHost(
                    "%s is not an address of this host"
                            .formatted(address.getAddress().getHostAddress()));
        }
        if (PortProbe.answers(address)) {
            return taken(address);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    settings.host()
                            .map(host -> new InetSocketAddress(host, settings.port()))
                            .orElseGet(() -> new InetSocketAddress(settings.port())));
            return Finding.ok(ITEM, "%s is free".formatted(settings.address()));
        } catch (IOException refused) {
            return noAddressOfThisHost(String.valueOf(refused.getMessage()));
        }
    }

    private Finding noAddressOfThisHost(String reason) {
        return Finding.fail(
                ITEM,
                "cannot listen on %s: %s".formatted(settings.address(), reason),
                "set RTMANAGER_INTERNAL_HTTP_ADDR to an address of this host");
    }

    /** What listens at an address of another host is not in the way here. */
    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private Finding taken(InetSocketAddress address) {
        return isThisService(address)
                ? Finding.ok(ITEM, "the service already runs on " + settings.address())
                : Finding.fail(
                        ITEM,
                        "another program listens on " + settings.address(),
                        "stop it, or set RTMANAGER_INTERNAL_HTTP_ADDR");
    }

    private static boolean isThisService(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String url =
                "http://%s:%d/healthz"
                        .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
            return answer.statusCode() == 200 && answer.body().contains("\"status\"");
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private InetSocketAddress reachable() {
        return settings.host()
                .map(host -> new InetSocketAddress(host, settings.port()))
                .orElseGet(() ->
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()));
    }
}
