package rtm.domain.daemon;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;

/**
 * The last known addresses of the containers with this service's owner label; one that does not run
 * has none.
 */
final class AddressBook {

    private final Map<ContainerId, Set<InetAddress>> addresses = new HashMap<>();
    private final Map<InetAddress, ContainerId> owners = new HashMap<>();
    private final Set<ContainerId> started = new HashSet<>();
    private boolean incomplete = true;

    /**
     * A container was inspected; empty if it does not exist. An answer without the owner label is
     * about none of ours, or is wrong: labels never change.
     */
    synchronized void note(ContainerId id, Optional<InspectedContainer> found) {
        if (found.filter(one -> !one.container().ours()).isPresent()) {
            return;
        }
        remove(id);
        started.remove(id);
        found.ifPresent(one -> add(id, one.container().live() ? one.addresses() : List.of()));
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

    /**
     * A container was started or attached to a network, so it may have other addresses than before.
     */
    synchronized void started(ContainerId id) {
        remove(id);
        started.add(id);
        incomplete = true;
    }

    /**
     * Docker listed these containers. Returns those to inspect: the new ones, those that were
     * started, and those that the list lacks, because a list alone does not prove that a container
     * is gone. A list lags, so a container that it shows as ended is inspected once, too; and one
     * that had no address is inspected again when the list shows that it runs.
     */
    synchronized Set<ContainerId> toInspect(Collection<ObservedContainer> listed) {
        incomplete = false;
        Set<ContainerId> ids = new LinkedHashSet<>(started);
        ids.addAll(addresses.keySet());
        listed.forEach(one -> {
            if (isKnown(one)) {
                ids.remove(one.id());
            } else {
                ids.add(one.id());
            }
        });
        return ids;
    }

    private boolean isKnown(ObservedContainer container) {
        Set<InetAddress> known = addresses.get(container.id());
        return known != null && !(known.isEmpty() && container.live());
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
