package rtm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import rtm.bench.peer.CommandPeer;
import rtm.bench.peer.ComposePeer;
import rtm.bench.peer.Podman;
import rtm.bench.peer.RawPeer;
import rtm.bench.peer.ServicePeer;
import rtm.bench.peer.SwarmPeer;

/**
 * The service beside other ways to run engines on this machine: a start, a stop, and 24 starts at
 * once. All take turns, and each round begins with another. Fails if a start of the service takes
 * longer, beside raw calls, than its limit.
 */
final class Peers {

    private static final int WARM_UP = 2;
    private static final int BURST = 24;
    private static final int ROUNDS_A_BURST = 10;

    private final List<Contender> contenders = new ArrayList<>();
    private final Table absent = new Table("not here", "reason");
    private boolean complete = true;

    private Peers() {}

    private interface Opening {
        Contender open() throws Exception;
    }

    static void measure(Scene scene, int rounds) throws Exception {
        Peers peers = new Peers();
        Contender raw =
                peers.add(new Contender("raw calls", new RawPeer(scene.docker()), Meter.NONE));
        Contender service =
                peers.add(
                        new Contender(
                                "Runtime Manager",
                                new ServicePeer(scene.service()),
                                new ProcessUse(scene.service().pid())::processorSeconds));
        try {
            peers.openOthers(scene);
            peers.run(rounds);
        } finally {
            peers.close();
        }
        peers.print(raw, service);
    }

    private Contender add(Contender contender) {
        contenders.add(contender);
        return contender;
    }

    private void openOthers(Scene scene) {
        Meter commands = ProcessUse.self()::childrenSeconds;
        open(
                "docker run",
                () -> new Contender("docker run", CommandPeer.docker(scene.docker()), commands));
        open(
                "docker compose",
                () -> new Contender("docker compose", new ComposePeer(scene.docker()), commands));
        open("Swarm service", Peers::swarm);
        open(
                "podman run",
                () -> new Contender("podman run", Podman.open(scene.docker().uri()), commands));
    }

    private static Contender swarm() throws IOException {
        SwarmPeer swarm = new SwarmPeer();
        return new Contender("Swarm service", swarm, new ProcessUse(swarm.pid())::processorSeconds);
    }

    /** Opens one and lets it start an engine; one that cannot is named with the reason. */
    private void open(String name, Opening opening) {
        try {
            Contender contender = opening.open();
            try {
                contender.tryOnce("peers-try");
                add(contender);
            } catch (Exception useless) {
                contender.close();
                throw useless;
            }
        } catch (Exception missing) {
            complete = false;
            absent.row(name, String.valueOf(missing.getMessage()).strip().replaceAll("\\s+", " "));
        }
    }

    private void run(int rounds) throws Exception {
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Contender each : inTurn(round)) {
                each.one("peers-" + (round + WARM_UP), round >= 0);
            }
        }
        for (int round = 0; round < Math.ceilDiv(rounds, ROUNDS_A_BURST); round++) {
            String prefix = "burst-" + round + "-";
            for (Contender each : inTurn(round)) {
                each.burst(IntStream.range(0, BURST).mapToObj(i -> prefix + i).toList());
            }
        }
    }

    private List<Contender> inTurn(int round) {
        int count = contenders.size();
        return IntStream.range(0, count)
                .mapToObj(i -> contenders.get(Math.floorMod(i + round, count)))
                .toList();
    }

    private void print(Contender raw, Contender service) throws IOException {
        Table table =
                new Table(
                        "",
                        "start p50",
                        "start p99",
                        "stop p50",
                        "stop p99",
                        "24 at once p50",
                        "processor of the manager a start");
        contenders.forEach(each -> table.row(each.row()));
        table.print("Milliseconds");
        if (!complete) {
            absent.print("Not measured");
        }
        BarChart chart = new BarChart("peers", "One start (p50), and 24 at once");
        chart.panel("One start, ms", contenders.stream().map(Contender::startBar).toList());
        chart.panel("24 at once, ms", contenders.stream().map(Contender::burstBar).toList());
        chart.write();
        Limits limits = new Limits();
        limits.atMost(
                "start, p50, beside raw calls",
                service.start().p50() / raw.start().p50(),
                StartCost.MOST);
        limits.check();
    }

    private void close() throws IOException {
        for (Contender each : contenders) {
            each.close();
        }
    }
}
