package rtm.testkit.server;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Differences of the host that tests run on: {@code scripts/matrix} runs them on hosts with other
 * settings.
 */
public final class TestWorld {

    private TestWorld() {}

    /**
     * The user and group that own the games' folders: root, or, with user namespaces, the host's
     * number for a container's root. {@code RTM_TEST_STATE_OWNER} sets it.
     */
    public static int stateOwner() {
        return Integer.parseInt(
                Optional.ofNullable(System.getenv("RTM_TEST_STATE_OWNER")).orElse("0"));
    }

    /** The options of {@code docker network create} for a test's network. */
    public static List<String> networkOptions() {
        return ipv6() ? List.of("--ipv6", "--subnet", subnet()) : List.of();
    }

    /** The same for the client. */
    static CreateNetworkCmd like(CreateNetworkCmd network) {
        return ipv6()
                ? network.withEnableIpv6(true)
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet())))
                : network;
    }

    /** Whether the networks of the tests also have IPv6; set by {@code RTM_TEST_IPV6=true}. */
    private static boolean ipv6() {
        return Boolean.parseBoolean(System.getenv("RTM_TEST_IPV6"));
    }

    /** Docker before 27 chooses no IPv6 subnet itself. */
    private static String subnet() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "fd72:%x:%x::/64".formatted(random.nextInt(0x10000), random.nextInt(0x10000));
    }
}
