package rtm.main.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Knows the addresses of host names. */
@FunctionalInterface
interface HostNames {

    /** The addresses; empty if the name is not known. */
    List<InetAddress> addresses(String name) throws InterruptedException, TimeoutException;

    /**
     * What this host's resolver knows. It has no deadline of its own, and would hold the thread
     * that virtual ones share.
     */
    static HostNames ofThisHost(Duration patience) {
        return name -> {
            FutureTask<List<InetAddress>> look =
                    new FutureTask<>(() -> List.of(InetAddress.getAllByName(name)));
            Thread.ofPlatform().daemon().name("check-name").start(look);
            try {
                return look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof UnknownHostException) {
                    return List.of();
                }
                throw new IllegalStateException(failed.getCause());
            }
        };
    }
}
