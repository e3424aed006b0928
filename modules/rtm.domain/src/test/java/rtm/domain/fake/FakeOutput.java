package rtm.domain.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtm.domain.model.ContainerId;

/**
 * The output of the programs in the containers of a {@link FakeContainerDaemon}, whose lock guards
 * it.
 */
final class FakeOutput {

    private final Map<ContainerId, List<String>> lines = new HashMap<>();

    void write(ContainerId id, String line) {
        lines.computeIfAbsent(id, _ -> new ArrayList<>()).add(line + "\n");
    }

    /** The last lines, as many as fit into the given number of bytes. */
    String tail(ContainerId id, int most, int mostBytes) {
        List<String> written = lines.getOrDefault(id, List.of());
        List<String> last = written.subList(Math.max(0, written.size() - most), written.size());
        int from = last.size();
        int bytes = 0;
        while (from > 0 && bytes + size(last.get(from - 1)) <= mostBytes) {
            from--;
            bytes += size(last.get(from));
        }
        return String.join("", last.subList(from, last.size()));
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
