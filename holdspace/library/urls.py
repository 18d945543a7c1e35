from django.urls import path

from holdspace.library.views import learning, shelf

app_name = "library"
urlpatterns = [
    path("help-now/", shelf.help_now, name="help_now"),
    path("library/", shelf.shelf, name="shelf"),
    path("library/myths/", shelf.myths, name="myths"),
    path("library/<slug:slug>/", shelf.article, name="article"),
    path("learn/", learning.learn, name="learn"),
    path("learn/lessons/<slug:slug>/", learning.lesson, name="lesson"),
    path("learn/lessons/<slug:slug>/read/", learning.read, name="read"),
    path("learn/quiz/", learning.quiz, name="quiz"),
    path("learn/quiz/begin/", learning.begin_quiz, name="begin_quiz"),
    path("learn/quiz/<uuid:pk>/", learning.quiz_result, name="quiz_result"),
]
