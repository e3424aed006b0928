package rtm.domain.port;

import java.util.List;
import rtm.domain.port.upkeep.HostImages;

/** A connected container daemon: all ports that it serves, and what readiness checks of it. */
public interface DaemonConnection
        extends ContainerDaemon,
                ContainerEvents,
                ContainerOutput,
                DaemonHost,
                DaemonDescription,
                EngineUsages,
                HostImages,
                AutoCloseable {

    /** What must answer before the service is ready: first, whether the daemon answers at all. */
    List<DependencyCheck> checks();

    /** Ends the calls in progress and closes every connection; never throws. */
    @Override
    void close();
}
