package io.bellhop.app.perrequest;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.Runs;
import io.bellhop.model.wake.WakeTrouble;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What runs for single requests are started by and for.
 *
 * @param self the router whose requests they are
 * @param plane told of every app, those of this package with their runs as instances
 * @param waiting requests of an app that wait for a run
 * @param trouble has them fail with that, or wait again
 * @param runs where runs are asked for and cancelled; blocks
 * @param board all runs, as last read
 */
public record Surroundings(
    RouterId self,
    CheckedAppListener plane,
    ToIntFunction<AppName> waiting,
    BiConsumer<AppName, Optional<WakeTrouble>> trouble,
    Runs runs,
    Supplier<RunBoard> board,
    InstantSource clock) {}
