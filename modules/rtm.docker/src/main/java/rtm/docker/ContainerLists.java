package rtm.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rtm.docker.ListedContainers.Listed;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.PendingCall;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;

/**
 * Lists containers without inspecting them: inspecting a hung container hangs, listing does not.
 */
final class ContainerLists {

    private static final String WHAT = "list containers";
    private static final String OWNED = Labels.OWNER + "=" + Labels.OWNER_VALUE;

    private final DockerCalls calls;
    private final ListedContainers reader;

    ContainerLists(DockerCalls calls, ContainerStates states, String network) {
        this.calls = calls;
        this.reader = new ListedContainers(states, network);
    }

    /** All containers with the owner label. */
    List<ObservedContainer> owned() {
        return answer(request("label", OWNED)).stream().map(Listed::container).toList();
    }

    /** All containers with the game's labels or one of its two names. */
    List<ObservedContainer> of(GameId game) {
        List<String> names = List.of(game.containerName(), game.previousContainerName());
        PendingCall<List<Listed>> labelled =
                request("label", OWNED, Labels.GAME_ID + "=" + game.value());
        PendingCall<List<Listed>> named =
                request(
                        "name",
                        names.stream().map(name -> "^/" + name + "$").toArray(String[]::new));
        Map<ContainerId, ObservedContainer> found = new LinkedHashMap<>();
        try {
            Stream.concat(
                            answer(labelled).stream(),
                            answer(named).stream()
                                    .filter(each ->
                                            names.stream().anyMatch(each.names()::contains)))
                    .map(Listed::container)
                    .forEach(each -> found.put(each.id(), each));
        } finally {
            labelled.cancel();
            named.cancel();
        }
        return List.copyOf(found.values());
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
