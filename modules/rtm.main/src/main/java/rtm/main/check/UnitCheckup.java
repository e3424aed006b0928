package rtm.main.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks that the systemd unit, if it is installed, lets the service write to the state root.
 *
 * @param systemd a folder that exists where systemd runs
 * @param show the command that prints the unit
 */
record UnitCheckup(Path stateRoot, Path systemd, List<String> show) implements Checkup {

    private static final String ITEM = "unit";

    static UnitCheckup of(Path stateRoot) {
        return new UnitCheckup(stateRoot, UnitFile.SYSTEMD, UnitFile.SHOW);
    }

    @Override
    public List<Finding> run() {
        if (!Files.isDirectory(systemd)) {
            return List.of();
        }
        try {
            HostCommand.Answer unit = HostCommand.run(show, UnitFile.PATIENCE);
            return unit.code() == 0 ? judge(UnitFile.parse(unit.text())) : List.of();
        } catch (IOException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<Finding> judge(UnitFile unit) {
        if (!unit.protectsAll()) {
            return List.of();
        }
        List<Path> writable = unit.writable();
        Path root = stateRoot.normalize();
        if (writable.stream().anyMatch(root::startsWith)) {
            return List.of(Finding.ok(ITEM, "%s may write to %s".formatted(UnitFile.NAME, root)));
        }
        return List.of(
                Finding.warn(
                        ITEM,
                        "%s may not write to the state root %s, only to: %s"
                                .formatted(
                                        UnitFile.NAME,
                                        root,
                                        writable.stream()
                                                .map(Path::toString)
                                                .collect(Collectors.joining(", "))),
                        "run systemctl edit rtmanager, and add to [Service]: ReadWritePaths="
                                + root));
    }
}
