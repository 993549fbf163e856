package io.bellhop.config.coordinate.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.rollout.RolloutPhase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every phase of a rollout, what happened, and the step that follows. */
class RolloutStepsTest {

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LAUNCH | nothing                    | waits
          LAUNCH | r1 did                     | waits
          LAUNCH | all did                    | VERIFY
          LAUNCH | all healthy                | WARM
          LAUNCH | r1 did, r2 gone            | VERIFY
          LAUNCH | r1 did, late               | ends FAILED, instances {v2=0}
          LAUNCH | r3 joins                   | notes
          LAUNCH | r3 joins, all did          | notes
          LAUNCH | moved                      | ends SUPERSEDED
          LAUNCH | paused                     | notes
          LAUNCH | abort                      | ends ABORTED, instances {v2=0}
          LAUNCH | rollback                   | ends ABORTED, instances {v2=0}
          LAUNCH | v2 serves already, abort   | ends ABORTED
          LAUNCH | next waits                 | waits
          LAUNCH | next supersedes            | ends SUPERSEDED, then 2: LAUNCH, instances {v2=0}
          LAUNCH | r1 fails                   | waits

          VERIFY | nothing                    | waits
          VERIFY | r2 did                     | waits
          VERIFY | all did                    | WARM
          VERIFY | r1 did, r2 lost            | WARM
          VERIFY | r1 did, late               | ends FAILED, instances {v2=0}
          VERIFY | r3 joins, all did          | notes
          VERIFY | moved, all did             | ends SUPERSEDED
          VERIFY | abort, all did             | ends ABORTED, instances {v2=0}
          VERIFY | next supersedes            | ends SUPERSEDED, then 2: LAUNCH, instances {v2=0}

          WARM | nothing                      | waits
          WARM | r1 did                       | waits
          WARM | all did                      | ACKNOWLEDGE, switch to {v2=100}
          WARM | r1 did, r2 gone              | ACKNOWLEDGE, switch to {v2=100}
          WARM | all healthy                  | waits
          WARM | all healthy, late            | ACKNOWLEDGE, switch to {v2=100}
          WARM | r1 did, late                 | ends FAILED, instances {v2=0}
          WARM | r3 joins, all did            | notes
          WARM | all did, moved               | ends SUPERSEDED
          WARM | all did, abort               | ends ABORTED, instances {v2=0}
          WARM | all did, next supersedes     | ends SUPERSEDED, then 2: LAUNCH, instances {v2=0}

          ACKNOWLEDGE | nothing               | waits
          ACKNOWLEDGE | r1 did                | waits
          ACKNOWLEDGE | all did               | DRAIN
          ACKNOWLEDGE | all idle              | ends COMPLETED Drained[], instances {v1=0}
          ACKNOWLEDGE | r1 did, r2 gone       | waits until 20001
          ACKNOWLEDGE | r1 did, r2 lost       | DRAIN
          ACKNOWLEDGE | r1 did, late          | DRAIN
          ACKNOWLEDGE | r3 joins, all did     | notes
          ACKNOWLEDGE | moved                 | ends SUPERSEDED
          ACKNOWLEDGE | all did, paused       | notes
          ACKNOWLEDGE | abort                 | notes
          ACKNOWLEDGE | rollback              | ACKNOWLEDGE back, switch to {v1=100}
          ACKNOWLEDGE | r1 fails              | ACKNOWLEDGE back, switch to {v1=100}
          ACKNOWLEDGE | next waits            | waits
          ACKNOWLEDGE | next supersedes       | ends SUPERSEDED, then 2: LAUNCH
          ACKNOWLEDGE | back, all idle        | ends ROLLED_BACK Drained[], instances {v2=0}
          ACKNOWLEDGE | back, all did         | DRAIN
          ACKNOWLEDGE | back, r1 fails        | waits

          CANARY | nothing                    | waits
          CANARY | all did                    | waits
          CANARY | late                       | ACKNOWLEDGE, switch to {v2=100}
          CANARY | promote                    | ACKNOWLEDGE, switch to {v2=100}
          CANARY | abort                      | ACKNOWLEDGE back, switch to {v1=100}
          CANARY | rollback                   | ACKNOWLEDGE back, switch to {v1=100}
          CANARY | r1 fails                   | ACKNOWLEDGE back, switch to {v1=100}
          CANARY | r2 lost                    | waits
          CANARY | r3 joins                   | notes
          CANARY | moved                      | ends SUPERSEDED
          CANARY | paused                     | notes
          CANARY | next waits                 | waits
          CANARY | next supersedes            | ends SUPERSEDED, then 2: LAUNCH

          DRAIN | nothing                     | waits
          DRAIN | r1 did                      | waits
          DRAIN | all did                     | ends COMPLETED Drained[], instances {v1=0}
          DRAIN | r1 did, r2 gone             | waits until 20001
          DRAIN | r1 did, r2 lost             | ends COMPLETED Unknown[routers=[r2], cut=0], instances {v1=0}
          DRAIN | r1 did, late                | CUT
          DRAIN | r3 joins, all did           | notes
          DRAIN | moved, all did              | ends SUPERSEDED
          DRAIN | all did, paused             | notes
          DRAIN | rollback                    | ACKNOWLEDGE back, switch to {v1=100}
          DRAIN | abort                       | notes
          DRAIN | r1 fails                    | ACKNOWLEDGE back, switch to {v1=100}
          DRAIN | next waits                  | waits
          DRAIN | next supersedes             | ends SUPERSEDED, then 2: LAUNCH
          DRAIN | back, all did               | ends ROLLED_BACK Drained[], instances {v2=0}
          DRAIN | back, rollback              | notes

          CUT | nothing                       | waits
          CUT | all idle                      | waits
          CUT | r1 did                        | waits
          CUT | all did                       | ends COMPLETED Forced[cut=4], instances {v1=0}
          CUT | r1 did, late                  | ends COMPLETED Unknown[routers=[r2], cut=2], instances {v1=0}
          CUT | r1 did, r2 lost               | ends COMPLETED Unknown[routers=[r2], cut=2], instances {v1=0}
          CUT | r1 did, r2 gone               | waits until 20001
          CUT | moved                         | ends SUPERSEDED
          CUT | rollback                      | ACKNOWLEDGE back, switch to {v1=100}
          CUT | next supersedes               | ends SUPERSEDED, then 2: LAUNCH

          KEEP | nothing                      | waits
          KEEP | all did                      | waits
          KEEP | late                         | ends COMPLETED, instances {v1=0}
          KEEP | next waits                   | ends COMPLETED, instances {v1=0}
          KEEP | next supersedes              | ends SUPERSEDED, then 2: LAUNCH
          KEEP | rollback                     | ACKNOWLEDGE back, switch to {v1=100}
          KEEP | r1 fails                     | ACKNOWLEDGE back, switch to {v1=100}
          KEEP | moved                        | ends SUPERSEDED
          KEEP | paused                       | DRAIN
          KEEP | r2 lost                      | waits
          """)
  void thePhaseAndWhatHappenedDecideTheStep(RolloutPhase phase, String happened, String step) {
    assertThat(new RolloutCase(phase).with(happened).step()).isEqualTo(step);
  }
}
