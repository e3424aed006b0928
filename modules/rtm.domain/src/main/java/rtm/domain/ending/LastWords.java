package rtm.domain.ending;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.InspectedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.rule.ExitReport;
import rtm.domain.text.OneLine;

/** Says in a few words how an engine ended: its exit code, and the last line that it wrote. */
public final class LastWords {

    private static final int LINES = 5;
    private static final int MOST_BYTES = 4096;
    private static final int LONGEST = 200;

    private final ContainerDaemon daemon;

    /** Asks the daemon. */
    public LastWords(ContainerDaemon daemon) {
        this.daemon = daemon;
    }

    /**
     * How the engine of a container ended, for a message.
     *
     * @param ended the container, whose engine has ended
     */
    public String of(InspectedContainer ended) {
        ExitReport report = ExitReport.of(ended.exitCode(), ended.oomKilled(), false, 0);
        String code =
                "exit code %d%s"
                        .formatted(report.exitCode(), report.oom() ? ", out of memory" : "");
        return lastLine(ended.id())
                .map(line -> "%s, and it last wrote \"%s\"".formatted(code, line))
                .orElse(code);
    }

    /** The message is about the end, so it does not wait for a daemon that does not answer. */
    private Optional<String> lastLine(ContainerId container) {
        try {
            return daemon.logs(container, LINES, MOST_BYTES).flatMap(LastWords::lastOf);
        } catch (DaemonRefusedException | DependencyUnavailableException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> lastOf(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(OneLine.of(lines.getLast(), LONGEST)).filter(line -> !line.isEmpty());
    }
}
