package rtm.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.docker.ListedContainers.Listed;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.PendingCall;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.time.SharedCalls;

/**
 * Lists containers without inspecting them: inspecting a hung container hangs, listing does not.
 */
final class ContainerLists {

    private static final String WHAT = "list containers";
    private static final String OWNED = Labels.OWNER + "=" + Labels.OWNER_VALUE;

    /** How many containers of a whole list take as much work as a list for one game. */
    private static final int CONTAINERS_A_LIST = 8;

    private final SharedCalls<GameId, Optional<List<ObservedContainer>>> byGame =
            new SharedCalls<>(this::of);
    private final DockerCalls calls;
    private final ListedContainers reader;

    /** How long the last whole list was. */
    private volatile int lastSize;

    ContainerLists(DockerCalls calls, ContainerStates states, String network) {
        this.calls = calls;
        this.reader = new ListedContainers(states, network);
    }

    /** All containers with the owner label. */
    List<ObservedContainer> owned() {
        List<Listed> owned = answer(request("label", OWNED));
        lastSize = owned.size();
        return owned.stream().map(Listed::container).toList();
    }

    /** All containers with the game's labels or one of its two names. */
    List<ObservedContainer> of(GameId game) {
        // Within a trace nothing is shared: the calls belong to one trace.
        return Span.current().getSpanContext().isValid()
                ? alone(game)
                : byGame.ask(game).orElseGet(() -> alone(game));
    }

    /** One pair of lists for all of them, if that is less work than a pair for each. */
    private List<Optional<List<ObservedContainer>>> of(List<GameId> games) {
        if (games.size() == 1) {
            return List.of(Optional.of(alone(games.getFirst())));
        }
        if (games.size() * CONTAINERS_A_LIST < lastSize) {
            return games.stream().map(_ -> Optional.<List<ObservedContainer>>empty()).toList();
        }
        PendingCall<List<Listed>> labelled = request("label", OWNED);
        PendingCall<List<Listed>> named = request("name", "^/" + GameId.CONTAINER_NAMES);
        try {
            List<Listed> owned = answer(labelled);
            List<Listed> all = Stream.concat(owned.stream(), answer(named).stream()).toList();
            lastSize = all.size();
            return games.stream().map(game -> Optional.of(chosen(game, all))).toList();
        } catch (DependencyUnavailableException away) {
            // Perhaps the list was too long.
            lastSize = Integer.MAX_VALUE;
            throw away;
        } finally {
            labelled.cancel();
            named.cancel();
        }
    }

    private static List<ObservedContainer> chosen(GameId game, List<Listed> all) {
        return onceEach(
                all.stream()
                        .filter(each -> isLabelled(each.container(), game) || isNamed(each, game)));
    }

    private static List<ObservedContainer> onceEach(Stream<Listed> listed) {
        Map<ContainerId, ObservedContainer> found = new LinkedHashMap<>();
        listed.map(Listed::container).forEach(each -> found.put(each.id(), each));
        return List.copyOf(found.values());
    }

    private static boolean isLabelled(ObservedContainer container, GameId game) {
        Map<String, String> labels = container.labels();
        return Labels.OWNER_VALUE.equals(labels.get(Labels.OWNER))
                && game.value().equals(labels.get(Labels.GAME_ID));
    }

    private static boolean isNamed(Listed each, GameId game) {
        return names(game).anyMatch(each.names()::contains);
    }

    private static Stream<String> names(GameId game) {
        return Stream.of(game.containerName(), game.previousContainerName());
    }

    private List<ObservedContainer> alone(GameId game) {
        PendingCall<List<Listed>> labelled =
                request("label", OWNED, Labels.GAME_ID + "=" + game.value());
        PendingCall<List<Listed>> named =
                request("name", names(game).map(name -> "^/" + name + "$").toArray(String[]::new));
        try {
            return onceEach(
                    Stream.concat(
                            answer(labelled).stream(),
                            answer(named).stream().filter(each -> isNamed(each, game))));
        } finally {
            labelled.cancel();
            named.cancel();
        }
    }

    private static List<Listed> answer(PendingCall<List<Listed>> list) {
        return DockerCalls.answer(WHAT, list);
    }

    private PendingCall<List<Listed>> request(String filter, String... values) {
        ObjectNode filters = DockerJson.object();
        Stream.of(values).forEach(filters.putArray(filter)::add);
        String path =
                "/containers/json?all=true&filters="
                        + URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8);
        return calls.start(WHAT, calls.deadlines().list(), docker -> list(docker, path));
    }

    private List<Listed> list(DockerConnection docker, String path) {
        try (Response response = docker.get(path)) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            return reader.read(response.getBody());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
