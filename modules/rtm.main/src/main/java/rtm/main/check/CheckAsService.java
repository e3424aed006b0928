package rtm.main.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the check as the systemd unit would run the service: in a transient unit with the same user,
 * rights, sandbox and environment file. So it finds what the service may not do on this machine,
 * which a check by root cannot.
 *
 * @param systemd a folder that exists where systemd runs
 * @param systemctl the command that shows the unit's text
 * @param systemdRun the command that runs a transient unit
 */
public record CheckAsService(Path systemd, List<String> systemctl, List<String> systemdRun) {

    /** Each part of a check has deadlines of its own. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The unit of this machine. */
    public static CheckAsService onThisHost() {
        return new CheckAsService(
                UnitFile.SYSTEMD,
                UnitFile.SHOW,
                List.of(
                        "systemd-run",
                        "--quiet",
                        "--pipe",
                        "--wait",
                        "--collect",
                        "--service-type=exec"));
    }

    /**
     * Runs the check, which prints what it finds.
     *
     * @param report where it prints to
     * @return the exit code of the check; 1 if it could not be run
     */
    public int run(PrintedReport report) throws InterruptedException {
        if (!Files.isDirectory(systemd)) {
            return failed(
                    report,
                    "systemd does not run on this machine, so there is no unit to check as; run, as root:"
                            + " /opt/rtmanager/bin/rtmanager-as-service check");
        }
        try {
            HostCommand.Answer unit = HostCommand.run(systemctl, UnitFile.PATIENCE);
            if (unit.code() != 0) {
                return failed(
                        report,
                        "the unit %s cannot be read; is it installed? %s"
                                .formatted(UnitFile.NAME, unit.text().strip()));
            }
            return check(UnitFile.parse(unit.text()), report);
        } catch (IOException missing) {
            return failed(report, "systemd's commands cannot be run: " + missing.getMessage());
        }
    }

    private static int failed(PrintedReport report, String problem) {
        return report.failed("failed", List.of(problem));
    }

    private int check(UnitFile unit, PrintedReport report)
            throws IOException, InterruptedException {
        if (unit.program().isEmpty()) {
            return failed(report, "the unit %s has no ExecStart".formatted(UnitFile.NAME));
        }
        List<String> command = new ArrayList<>(systemdRun);
        unit.properties().forEach(property -> command.add("--property=" + property));
        command.add("--");
        command.add(unit.program().orElseThrow());
        command.add("check");
        if (report.json()) {
            command.add("--json");
        }
        HostCommand.Answer checked = HostCommand.run(command, PATIENCE);
        report.out().print(checked.text());
        return checked.code();
    }
}
