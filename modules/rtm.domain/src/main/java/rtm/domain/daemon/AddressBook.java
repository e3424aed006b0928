package rtm.domain.daemon;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.InspectedContainer;

/** The last known addresses of the containers with this service's owner label that run. */
final class AddressBook {

    private final Map<ContainerId, Set<InetAddress>> addresses = new HashMap<>();
    private final Map<InetAddress, ContainerId> owners = new HashMap<>();
    private boolean incomplete = true;

    /** A container was inspected; empty if it does not exist. */
    synchronized void note(ContainerId id, Optional<InspectedContainer> found) {
        remove(id);
        found.filter(one -> one.container().ours() && one.container().live())
                .ifPresent(running -> add(id, running.addresses()));
    }

    private void add(ContainerId id, List<String> texts) {
        Set<InetAddress> parsed =
                texts.stream().flatMap(AddressBook::parsed).collect(Collectors.toSet());
        addresses.put(id, parsed);
        parsed.forEach(address -> owners.put(address, id));
    }

    private static Stream<InetAddress> parsed(String text) {
        try {
            return Stream.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }

    private void remove(ContainerId id) {
        Set<InetAddress> before = addresses.remove(id);
        if (before != null) {
            before.forEach(address -> owners.remove(address, id));
        }
    }

    /** A container was started, so it may have other addresses than before. */
    synchronized void started(ContainerId id) {
        remove(id);
        incomplete = true;
    }

    /** These containers run, and no others do: forgets the others, and returns the unknown ones. */
    synchronized Set<ContainerId> unknown(Collection<ContainerId> running) {
        incomplete = false;
        Set.copyOf(addresses.keySet()).stream()
                .filter(id -> !running.contains(id))
                .forEach(this::remove);
        Set<ContainerId> unknown = new HashSet<>(running);
        unknown.removeAll(addresses.keySet());
        return unknown;
    }

    /** Whether a container was started since the last list. */
    synchronized boolean incomplete() {
        return incomplete;
    }

    /** The container that has this address, as far as is known. */
    synchronized Optional<ContainerId> at(InetAddress address) {
        return Optional.ofNullable(owners.get(address));
    }
}
