# Short names for the commands in CONTRIBUTING.md; each is one line and nothing here is needed.
.PHONY: help quick test thorough disks fmt seed golden demo
MVN := mvn -B -ntp
# A JVM that lives for seconds wastes them on optimizing itself; with these, Maven takes half the time.
LIGHT := MAVEN_OPTS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' $(MVN)
TEST ?= *Test,!*SimulationTest,!PlantedBugTest
GOLDEN = $(shell grep -rl 'Golden[.]' src/*/test infra/src/test | sed 's:.*/::; s:\.java$$::' | paste -sd, -)

help:   ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST)
quick:  ## unit tests of the core, without Error Prone and simulations; of one class: make quick TEST=SteeringTest
	$(LIGHT) -q -Pquick -pl src/core test -Dtest='$(TEST)'
test:   ## everything, as CI runs it
	.ci/run
thorough: ## what the tests try a part of, tried at every place
	$(MVN) verify -Pthorough
disks:  ## Debian systems, made, started and run here
	$(MVN) verify -Pdisks -pl src/debian,src/local,src/app -am
fmt:    ## format all sources
	$(MVN) -q spotless:apply
seed:   ## play one simulated world again: make seed N=1283
	$(LIGHT) -Pquick -pl src/core test -Dtest='RandomSimulationTest#replaysOneSeed' -Drepave.seed=$(N)
golden: ## write golden files and generated pages instead of comparing them
	$(MVN) -Pquick test -Dtest='$(GOLDEN)' -Dsurefire.failIfNoSpecifiedTests=false -Drepave.golden=update
demo:   ## the whole main job once, on this machine
	./repave demo
