package rtm.docker;

import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.model.Container;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;

/** Lists containers. Nothing is inspected: an inspect of a wedged container hangs, a list never. */
final class ContainerLists {

    private final DockerCalls calls;
    private final ContainerStates states;

    ContainerLists(DockerCalls calls, ContainerStates states) {
        this.calls = calls;
        this.states = states;
    }

    /** Everything that carries the owner label. */
    List<ObservedContainer> owned() {
        return begin(list -> list.withLabelFilter(Map.of(Labels.OWNER, Labels.OWNER_VALUE)))
                .await()
                .stream()
                .map(this::observed)
                .toList();
    }

    /** What carries the game's labels, and what bears one of its two names. */
    List<ObservedContainer> of(GameId game) {
        List<String> names = List.of(game.containerName(), game.previousContainerName());
        PendingCall<List<Container>> labelled =
                begin(list ->
                        list.withLabelFilter(
                                Map.of(
                                        Labels.OWNER,
                                        Labels.OWNER_VALUE,
                                        Labels.GAME_ID,
                                        game.value())));
        PendingCall<List<Container>> named =
                begin(list ->
                        list.withNameFilter(
                                names.stream().map(name -> "^/" + name + "$").toList()));
        Map<ContainerId, ObservedContainer> found = new LinkedHashMap<>();
        try {
            labelled.await().stream()
                    .map(this::observed)
                    .forEach(each -> found.put(each.id(), each));
            named.await().stream()
                    .filter(container -> names(container).anyMatch(names::contains))
                    .map(this::observed)
                    .forEach(each -> found.put(each.id(), each));
        } finally {
            named.giveUp();
        }
        return List.copyOf(found.values());
    }

    private PendingCall<List<Container>> begin(UnaryOperator<ListContainersCmd> filter) {
        return calls.begin(
                "list containers",
                Deadlines.LIST,
                docker ->
                        filter.apply(docker.client().listContainersCmd().withShowAll(true)).exec());
    }

    private ObservedContainer observed(Container container) {
        return new ObservedContainer(
                new ContainerId(container.getId()),
                names(container).findFirst().orElse(""),
                Optional.ofNullable(container.getImage()).orElse(""),
                states.of(Optional.ofNullable(container.getState()).orElse("")),
                Optional.ofNullable(container.getLabels()).orElse(Map.of()));
    }

    /** Its own names; a name with an inner slash is what another container's link calls it. */
    private static Stream<String> names(Container container) {
        return Optional.ofNullable(container.getNames()).stream()
                .flatMap(Stream::of)
                .map(name -> name.startsWith("/") ? name.substring(1) : name)
                .filter(name -> !name.contains("/"));
    }
}
