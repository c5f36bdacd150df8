# syntax=docker/dockerfile:1
# The image of Ordo: `docker build -t ordo .`; how it is run stands in deploy/compose.yaml and docs/en/deploying.md.
# The built command carries the libraries it uses, so the second stage installs nothing and has no npm packages.

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm run build:console

FROM node:24-slim
ENV NODE_ENV=production
# Files first that change seldom.
WORKDIR /opt/ordo
COPY --from=build /build/package.json /build/catalog.yaml /build/CHANGELOG.md ./
COPY --from=build /build/calendars ./calendars
COPY --from=build /build/schema ./schema
COPY --from=build /build/processes ./processes
COPY --from=build /build/docs ./docs
COPY --from=build /build/adapters/command-line/starter ./adapters/command-line/starter
COPY --from=build /build/dist ./dist
COPY --from=build /build/console/dist ./console/dist
RUN ln -s /opt/ordo/dist/cli.js /usr/local/bin/ordo \
  && groupadd --system --gid 10001 ordo \
  && useradd --system --uid 10001 --gid ordo --home-dir /company --shell /usr/sbin/nologin ordo \
  && mkdir -p /company /data \
  && chown ordo:ordo /company /data

# The company's folder: ordo.yaml, catalog.yaml, calendars, processes; also the database, files and backups of the
# embedded mode. Mount it. In /data lie documents, seals and backups where ordo.yaml says so (deploy/compose.yaml): a new
# volume there takes its owner from the folder of the image, so that Ordo may write it.
USER ordo
WORKDIR /company
VOLUME ["/company", "/data"]
EXPOSE 8400 8480 9464

# `metrics: { host: 0.0.0.0, port: 9464 }` of ordo.yaml answers it. Half a minute is given to bring the schema forward.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.ORDO_HEALTH_PORT || 9464) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Ordo listens to SIGTERM itself and starts no processes of its own, so nothing stands in front of it: it is process 1.
STOPSIGNAL SIGTERM
ENTRYPOINT ["ordo"]
CMD ["serve"]
