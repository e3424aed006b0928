package rtm.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rtm.testkit.server.Installation;
import rtm.testkit.server.ServiceProcess;

/** An operator who types the packaged program's commands at a running service. */
record Operator(ServiceProcess service, Map<String, String> environment) {

    private static final long PATIENCE_SECONDS = 30;

    /** Runs a command, whatever its exit code, and returns what it prints on both streams. */
    String types(String command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Installation.launcher().toString()));
        line.addAll(List.of(command.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        builder.environment().put("RTMANAGER_URL", "http://127.0.0.1:" + service.port());
        Process process = builder.start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return printed;
    }
}
