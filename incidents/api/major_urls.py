"""The REST addresses of major incidents."""

from django.urls import path

from incidents.api import major

one = "incidents/<str:reference>"

urlpatterns = [
    path(f"{one}/methane/", major.IncidentMethane.as_view()),
    path(f"{one}/major/", major.IncidentMajor.as_view()),
    path(f"{one}/major/stand-down/", major.MajorStandDown.as_view()),
    path(f"{one}/major/posts/", major.MajorPosts.as_view()),
    path(f"{one}/major/attendance/", major.MajorAttendance.as_view()),
    path(f"{one}/major/tasks/", major.MajorTasks.as_view()),
    path(f"{one}/major/decisions/", major.MajorDecisions.as_view()),
    path(f"{one}/major/sitreps/", major.MajorSitreps.as_view()),
    path(f"{one}/major/briefings/", major.MajorBriefings.as_view()),
    path("command-posts/<int:post_id>/accepted/", major.PostAccepted.as_view()),
    path("attendances/<int:attendance_id>/left/", major.AttendanceLeft.as_view()),
    path("major-tasks/<int:major_task_id>/done/", major.MajorTaskDone.as_view()),
]
