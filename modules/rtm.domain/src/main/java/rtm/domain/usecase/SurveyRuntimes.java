package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.EngineRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.Drift;

/** Compares all records with all containers, and changes nothing. */
public final class SurveyRuntimes {

    private final RuntimeStore store;
    private final ContainerEngine engine;
    private final RecognizeEngine recognition;

    /** Compares what these tell. */
    public SurveyRuntimes(RuntimeStore store, ContainerEngine engine, EngineRegistry registry) {
        this.store = store;
        this.engine = engine;
        this.recognition = new RecognizeEngine(registry);
    }

    /**
     * What a comparison of everything found.
     *
     * @param drifts of each game that has one, and of containers that belong to no game
     * @param records how many records there are
     * @param containers how many containers of this service
     */
    public record Survey(List<Drift> drifts, int records, int containers) {}

    /**
     * Compares.
     *
     * @throws DependencyUnavailableException if PostgreSQL or Docker does not tell everything, or
     *     the engine is another one than the records are about
     */
    public Survey survey() {
        requireSameEngine();
        List<ObservedContainer> containers = ContainerQueries.owned(engine);
        List<OpenOperation> open = store.openOperations();
        List<RuntimeRecord> records = store.list(Optional.empty());
        return new Survey(
                Drift.survey(records, containers, open), records.size(), containers.size());
    }

    /**
     * Makes sure that what is not there could be there.
     *
     * @throws DependencyUnavailableException if the engine is another one than the records are
     *     about
     */
    void requireSameEngine() {
        recognition.require(engine.engineId());
    }
}
