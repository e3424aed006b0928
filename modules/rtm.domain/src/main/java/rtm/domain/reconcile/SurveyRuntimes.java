package rtm.domain.reconcile;

import java.util.List;
import rtm.domain.daemon.DaemonIdentity;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.Drift;
import rtm.domain.rule.DriftRules;

/** Compares all records of a node with all containers there, and changes nothing. */
public final class SurveyRuntimes {

    private final RuntimeStore store;
    private final ContainerDaemon daemon;
    private final ContainerQueries queries;
    private final DaemonIdentity recognition;
    private final NodeId here;

    /**
     * Compares the answers of these.
     *
     * @param store the store as that node sees it
     * @param here the node whose daemon it is
     */
    public SurveyRuntimes(
            RuntimeStore store,
            ContainerDaemon daemon,
            ContainerQueries queries,
            NodeRegistry registry,
            NodeId here) {
        this.store = store;
        this.daemon = daemon;
        this.queries = queries;
        this.recognition = new DaemonIdentity(registry);
        this.here = here;
    }

    /**
     * What a comparison of everything found.
     *
     * @param drifts of each game that has one, and of containers that belong to no game
     * @param records how many records were compared: removed ones only where a container is left
     * @param containers how many containers of this service
     */
    public record Survey(List<Drift> drifts, int records, int containers) {}

    /**
     * Compares.
     *
     * @throws DependencyUnavailableException if PostgreSQL or Docker does not answer everything, or
     *     the daemon is not the one that the records are about
     */
    public Survey survey() {
        requireSameDaemon();
        List<ObservedContainer> owned = queries.owned();
        List<OpenOperation> open = store.openOperations();
        RecordsOfInterest records = new RecordsOfInterest(store);
        records.addPresent();
        List<ObservedContainer> containers = queries.ofThisService(owned, records.containers());
        records.addGamesOf(containers);
        return new Survey(
                DriftRules.survey(
                        here,
                        records.records(),
                        records.withoutUnreadable(containers),
                        open,
                        queries::listed),
                records.records().size(),
                containers.size());
    }

    /**
     * Makes sure that what is not there could be there.
     *
     * @throws DependencyUnavailableException if the engine is another one than the records are
     *     about
     */
    void requireSameDaemon() {
        recognition.require(here, daemon.daemonId());
    }
}
