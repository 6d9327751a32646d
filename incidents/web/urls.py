"""The pages of incidents."""

from django.urls import path

from incidents.web import board, desk, incident, kpis, paper, practice_urls, procedure_urls, report, responder, rota, staffing, wall

urlpatterns = [
    path("desk", desk.desk, name="desk"),
    path("board", board.board, name="board"),
    path("board/people", board.people, name="board-people"),
    path("board/figures", kpis.live, name="board-figures"),
    path("kpis", kpis.kpis, name="kpis"),
    path("kpis/export.csv", kpis.export, {"kind": "csv"}, name="kpis-csv"),
    path("kpis/export.xlsx", kpis.export, {"kind": "xlsx"}, name="kpis-xlsx"),
    path("kpis/staffing", staffing.staffing, name="staffing"),
    path("kpis/<slug:name>", kpis.kpi, name="kpi"),
    path("paper", paper.paper, name="paper"),
    path("paper/<int:number>", paper.pack, name="paper-pack"),
    path("rota", rota.rota, name="rota"),
    path("wall", wall.wall, name="wall"),
    path("walls", wall.walls, name="walls"),
    path("incidents/<str:reference>", incident.incident, name="incident"),
    path("report/<slug:code>", report.report, name="report"),
    path("report/<slug:code>/received/<slug:reference>", report.received, name="report-received"),
    path("r/<str:token>", responder.responder, name="responder"),
    path("r/<str:token>/state", responder.state, name="responder-state"),
    path("r/<str:token>/opened", responder.opened, name="responder-opened"),
    path("r/<str:token>/status", responder.status, name="responder-status"),
    path("r/<str:token>/brief", responder.brief, name="responder-brief"),
    path("r/<str:token>/check", responder.check, name="responder-check"),
    path("r/<str:token>/support", responder.support, name="responder-support"),
    path("r/<str:token>/round", responder.round_answer, name="responder-round"),
    path("r/<str:token>/report", responder.report, name="responder-report"),
    path("r/<str:token>/update", responder.update, name="responder-update"),
    *practice_urls.urlpatterns,
    *procedure_urls.urlpatterns,
]
